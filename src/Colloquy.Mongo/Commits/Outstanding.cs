using System.Collections.Concurrent;
using MongoDB.Bson.Serialization;

namespace Colloquy.Mongo.Commits;

/// <summary>
/// Changes that are committed and in the journal, but not applied yet. Changes of the same document are merged, so that a
/// conversation whose messages arrive page by page is written once. Reading is safe while a commit adds changes.
/// </summary>
internal sealed class Outstanding
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<BsonValue, Entry>> changes = new(StringComparer.Ordinal);

    public bool IsEmpty => changes.IsEmpty;

    public IEnumerable<string> Collections => changes.Keys;

    public void Add(Change change, byte[] document) => changes.GetOrAdd(change.Collection, _ => new()).AddOrUpdate(
        change.Document["_id"],
        _ => new Entry(change.Kind, document, null),
        (_, before) => change.Kind switch
        {
            ChangeKind.Set when before.Kind == ChangeKind.Set => before with { Document = document },
            ChangeKind.Set => before with { Fields = document },
            _ => new Entry(before.Kind == ChangeKind.Add ? ChangeKind.Add : change.Kind, document, null),
        });

    public IEnumerable<Change> ChangesOf(string collection) => changes[collection].Values.Select(entry => entry.ToChange(collection));

    public Change? Find(string collection, BsonValue key) =>
        changes.TryGetValue(collection, out var there) && there.TryGetValue(key, out var entry) ? entry.ToChange(collection) : null;

    // Bytes take a quarter of the memory of a document.
    private sealed record Entry(ChangeKind Kind, byte[] Document, byte[]? Fields)
    {
        public Change ToChange(string collection)
        {
            var document = BsonSerializer.Deserialize<BsonDocument>(Document);
            return new Change(
                collection, Kind, Fields is null ? document : Change.Merged(document, BsonSerializer.Deserialize<BsonDocument>(Fields)));
        }
    }
}
