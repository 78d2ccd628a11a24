using Colloquy.Mongo.Storage;

namespace Colloquy.Mongo.Commits;

/// <summary>
/// Committed changes that are not applied yet, for readers, who cannot apply them. Every read takes them into account, so that a
/// commit is seen as a whole.
/// </summary>
internal sealed class Overlay
{
    private readonly Dictionary<string, Dictionary<BsonValue, Change>> changes = new(StringComparer.Ordinal);
    private readonly List<(string Collection, BsonDocument Filter)> removals = [];

    /// <param name="commit">Number of the last commit that is included.</param>
    /// <param name="journals">In the order of the commits.</param>
    public Overlay(long commit, IEnumerable<Journal> journals)
    {
        Commit = commit;
        foreach (var journal in journals)
        {
            foreach (var (change, _) in journal.Changes.OrderBy(change => change.Change.Kind != ChangeKind.Remove))
            {
                Add(change, journal.Number);
            }
        }
    }

    public long Commit { get; }

    /// <summary>Restricts a filter to documents without changes.</summary>
    public BsonDocument Untouched(string collection, BsonDocument filter)
    {
        var conditions = new BsonArray { filter };
        if (changes.TryGetValue(collection, out var ofCollection))
        {
            conditions.Add(new BsonDocument("_id", new BsonDocument("$nin", new BsonArray(ofCollection.Keys))));
        }

        foreach (var (_, removed) in removals.Where(removal => removal.Collection == collection))
        {
            conditions.Add(new BsonDocument("$nor", new BsonArray { removed }));
        }

        return conditions.Count == 1 ? filter : new BsonDocument("$and", conditions);
    }

    public bool Touches(string collection) =>
        changes.ContainsKey(collection) || removals.Exists(removal => removal.Collection == collection);

    /// <summary>Keys of documents of which only some fields change.</summary>
    public IEnumerable<BsonValue> Partial(string collection) =>
        changes.TryGetValue(collection, out var ofCollection)
            ? ofCollection.Where(change => !change.Value.IsPut).Select(change => change.Key)
            : [];

    /// <summary>The changed documents after their changes.</summary>
    /// <param name="there">The <see cref="Partial"/> documents, as stored on the server.</param>
    public IEnumerable<BsonDocument> Changed(string collection, IReadOnlyDictionary<BsonValue, BsonDocument> there)
    {
        if (!changes.TryGetValue(collection, out var ofCollection))
        {
            yield break;
        }

        foreach (var (key, change) in ofCollection)
        {
            if (change.IsPut)
            {
                yield return change.Document.DeepClone().AsBsonDocument;
            }
            else if (there.TryGetValue(key, out var document))
            {
                yield return document["commit"].ToInt64() < change.Document["commit"].ToInt64()
                    ? Change.Merged(document, change.Document)
                    : document;
            }
        }
    }

    private void Add(Change change, long number)
    {
        if (change.Kind == ChangeKind.Remove)
        {
            removals.Add((change.Collection, new BsonDocument(change.Document).Add("commit", new BsonDocument("$lt", number))));
            if (changes.TryGetValue(change.Collection, out var earlier))
            {
                foreach (var (key, _) in earlier.Where(one => DocumentFilter.Matches(one.Value.Document, change.Document)).ToList())
                {
                    earlier.Remove(key);
                }
            }

            return;
        }

        if (!changes.TryGetValue(change.Collection, out var ofCollection))
        {
            changes.Add(change.Collection, ofCollection = []);
        }

        var before = ofCollection.GetValueOrDefault(change.Document["_id"]);
        ofCollection[change.Document["_id"]] = change.Kind == ChangeKind.Set && before is not null
            ? before with { Document = Change.Merged(before.Document, change.Document) }
            : change;
    }
}
