using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;

namespace Colloquy.Mongo.Commits;

/// <summary>
/// The changes of one commit, as documents of the collection <c>journal</c>. The server does not need to look into them, so each
/// document has a single binary value that contains a sequence of BSON documents.
/// </summary>
/// <param name="Number">Number of the commit.</param>
/// <param name="Changes">The changes in their order, and their documents as bytes.</param>
internal sealed record Journal(long Number, IReadOnlyList<(Change Change, byte[] Document)> Changes, IReadOnlyList<BsonDocument> Documents)
{
    private const int DocumentBytes = 256 << 10;

    public long Bytes => Documents.Sum(document => (long)document["changes"].AsByteArray.Length);

    public static Journal Of(long number, IEnumerable<Change> changes)
    {
        var packed = changes.Select(change => (Change: change, Document: change.Document.ToBson())).ToList();
        var documents = new List<BsonDocument>();
        using var bytes = new MemoryStream();
        foreach (var (change, document) in packed)
        {
            Write(bytes, change, document);
            if (bytes.Length >= DocumentBytes)
            {
                Close();
            }
        }

        if (bytes.Length > 0)
        {
            Close();
        }

        return new Journal(number, packed, documents);

        void Close()
        {
            documents.Add(new BsonDocument
            {
                { "_id", $"{number}/{documents.Count:D6}" },
                { "commit", number },
                { "changes", new BsonBinaryData(bytes.ToArray()) },
            });
            bytes.SetLength(0);
        }
    }

    /// <summary>Parses the journals of commits, in the order of the commits.</summary>
    public static IEnumerable<Journal> Of(IEnumerable<BsonDocument> documents) =>
        from document in documents
        group document by document["commit"].ToInt64() into ofCommit
        orderby ofCommit.Key
        select Of(ofCommit.Key, ofCommit.OrderBy(document => document["_id"].AsString, StringComparer.Ordinal).SelectMany(ChangesOf));

    private static void Write(MemoryStream to, Change change, byte[] document)
    {
        using var writer = new BsonBinaryWriter(to);
        using var raw = new ByteArrayBuffer(document, isReadOnly: true);
        writer.WriteStartDocument();
        writer.WriteString("collection", change.Collection);
        writer.WriteInt32("kind", (int)change.Kind);
        writer.WriteName("document");
        writer.WriteRawBsonDocument(raw);
        writer.WriteEndDocument();
    }

    private static IEnumerable<Change> ChangesOf(BsonDocument document)
    {
        using var bytes = new MemoryStream(document["changes"].AsByteArray);
        while (bytes.Position < bytes.Length)
        {
            var change = BsonSerializer.Deserialize<BsonDocument>(bytes);
            yield return new Change(change["collection"].AsString, (ChangeKind)change["kind"].AsInt32, change["document"].AsBsonDocument);
        }
    }
}
