using System.Globalization;

namespace Colloquy.Mongo.Documents;

/// <summary>
/// Splits large values. A document has at most 16 MB, in compatible services 2 MB, but a row may be larger. Large values of large
/// documents are split into parts, which are documents of their own, and the field stores their number. This keeps every document far
/// below the limits.
/// </summary>
internal static class Part
{
    /// <summary>Total length of texts and bytes from which a document is considered large. A character has at most three bytes.</summary>
    private const int LargeDocument = 256 << 10;
    private const int LargeValue = 16 << 10;
    private const int Bytes = 256 << 10;

    /// <summary>Moves large values out of the document.</summary>
    /// <param name="owner">Collection and key of the document.</param>
    /// <returns>The parts, which have to be written before the document. Nearly all documents have none.</returns>
    public static IReadOnlyList<BsonDocument> Extract(BsonDocument document, string owner, long commit)
    {
        if (document.Sum(field => SizeOf(field.Value)) < LargeDocument)
        {
            return [];
        }

        var parts = new List<BsonDocument>();
        foreach (var field in document.Where(field => SizeOf(field.Value) >= LargeValue).ToList())
        {
            var (kind, bytes) = field.Value is BsonBinaryData binary
                ? ("bytes", binary.Bytes)
                : ("text", System.Text.Encoding.UTF8.GetBytes(field.Value.AsString));
            var chunks = bytes.Chunk(Bytes).ToList();
            parts.AddRange(chunks.Select((chunk, index) => new BsonDocument
            {
                { "_id", Key(owner, field.Name, commit, index) },
                { "owner", owner },
                { "commit", commit },
                { "bytes", new BsonBinaryData(chunk) },
            }));
            document[field.Name] = new BsonDocument { { "parts", chunks.Count }, { "kind", kind }, { "commit", commit } };
        }

        return parts;
    }

    /// <summary>Added to a document whose parts were restored, so that they are removed when it is replaced.</summary>
    public const string Mark = "has_parts";

    public static bool HasParts(BsonDocument document) =>
        document.Any(field => field.Value is BsonDocument value && value.Contains("parts"));

    /// <summary>Keys of the document's parts.</summary>
    public static IEnumerable<BsonValue> KeysOf(BsonDocument document, string owner) =>
        from field in document
        where field.Value is BsonDocument value && value.Contains("parts")
        from index in Enumerable.Range(0, field.Value["parts"].ToInt32())
        select (BsonValue)Key(owner, field.Name, field.Value["commit"].ToInt64(), index);

    /// <summary>Restores the large values.</summary>
    /// <param name="parts">Content of the parts by key.</param>
    /// <exception cref="StoreException">A part is missing.</exception>
    public static void Restore(BsonDocument document, string owner, IReadOnlyDictionary<BsonValue, byte[]> parts)
    {
        foreach (var field in document.Where(field => field.Value is BsonDocument value && value.Contains("parts")).ToList())
        {
            var stub = field.Value.AsBsonDocument;
            var commit = stub["commit"].ToInt64();
            var chunks = Enumerable.Range(0, stub["parts"].ToInt32())
                .Select(index => Key(owner, field.Name, commit, index))
                .Select(key => parts.TryGetValue(key, out var part) ? part : throw Missing(owner))
                .ToList();
            var bytes = new byte[chunks.Sum(chunk => chunk.Length)];
            var end = 0;
            foreach (var chunk in chunks)
            {
                chunk.CopyTo(bytes, end);
                end += chunk.Length;
            }

            document[Mark] = true;
            document[field.Name] = stub["kind"].AsString == "bytes"
                ? new BsonBinaryData(bytes)
                : new BsonString(System.Text.Encoding.UTF8.GetString(bytes));
        }
    }

    private static StoreException Missing(string owner) => new(
        $"A part of {owner} is missing in the collection parts. Restore it from a backup, or collect again with --full.");

    public static string OwnerOf(string collection, BsonDocument document) => collection + "/" + document["_id"];

    private static BsonString Key(string owner, string field, long commit, int index) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{owner}/{field}/{commit}/{index:D4}"));

    private static int SizeOf(BsonValue value) => value switch
    {
        BsonString text => text.Value.Length,
        BsonBinaryData binary => binary.Bytes.Length,
        _ => 0,
    };
}
