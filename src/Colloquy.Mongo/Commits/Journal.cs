using MongoDB.Bson.Serialization;

namespace Colloquy.Mongo.Commits;

/// <summary>
/// Changes of a commit as documents of the collection <c>journal</c>. The server has no need to look into them: they are one value, BSON after BSON.
/// </summary>
internal static class Journal
{
    private const int DocumentBytes = 256 << 10;

    public static List<BsonDocument> Of(long number, IReadOnlyList<Change> changes)
    {
        var documents = new List<BsonDocument>();
        using var bytes = new MemoryStream();
        foreach (var change in changes)
        {
            bytes.Write(change.ToBson().ToBson());
            if (bytes.Length >= DocumentBytes)
            {
                Close();
            }
        }

        if (bytes.Length > 0)
        {
            Close();
        }

        return documents;

        void Close()
        {
            documents.Add(new BsonDocument { { "_id", $"{number}/{documents.Count:D6}" }, { "commit", number }, { "changes", new BsonBinaryData(bytes.ToArray()) } });
            bytes.SetLength(0);
        }
    }

    /// <summary>The changes of one commit, in their order.</summary>
    public static IEnumerable<Change> ChangesOf(IEnumerable<BsonDocument> documents) =>
        documents.OrderBy(document => document["_id"].AsString, StringComparer.Ordinal).SelectMany(ChangesOf);

    public static int BytesOf(IReadOnlyList<BsonDocument> documents) => documents.Sum(document => document["changes"].AsByteArray.Length);

    private static IEnumerable<Change> ChangesOf(BsonDocument document)
    {
        using var bytes = new MemoryStream(document["changes"].AsByteArray);
        while (bytes.Position < bytes.Length)
        {
            yield return Change.Of(BsonSerializer.Deserialize<BsonDocument>(bytes));
        }
    }
}
