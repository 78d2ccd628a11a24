using System.Collections.Concurrent;

namespace Colloquy.Mongo.Commits;

/// <summary>
/// Changes that are committed, and in the journal, and not made yet. Several changes of one document become one: a conversation whose messages come page by page is written once.
/// Readers may look while a commit adds.
/// </summary>
internal sealed class Outstanding
{
    private readonly ConcurrentDictionary<(string Collection, BsonValue Key), (ChangeKind Kind, byte[] Document)> changes = new();

    public bool IsEmpty => changes.IsEmpty;

    public void Add(Change change) => changes.AddOrUpdate(
        (change.Collection, change.Document["_id"]),
        _ => Packed(change),
        (key, before) => Packed(Unpacked(key.Collection, before).Then(change)));

    public IEnumerable<Change> Changes => changes.Select(change => Unpacked(change.Key.Collection, change.Value));

    public Change? Find(string collection, BsonValue key) => changes.TryGetValue((collection, key), out var change) ? Unpacked(collection, change) : null;

    // As bytes a document takes a quarter of the memory.
    private static (ChangeKind Kind, byte[] Document) Packed(Change change) => (change.Kind, change.Document.ToBson());

    private static Change Unpacked(string collection, (ChangeKind Kind, byte[] Document) change) =>
        new(collection, change.Kind, MongoDB.Bson.Serialization.BsonSerializer.Deserialize<BsonDocument>(change.Document));
}
