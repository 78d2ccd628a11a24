namespace Colloquy.Mongo.Documents;

/// <summary>A source's mark as a document.</summary>
internal static class CursorDocument
{
    public static BsonValue IdOf(string source, string key) => Fields.Of(source + " " + key);

    public static BsonDocument Of(string source, SourceMark mark, long commit)
    {
        var to = new BsonDocument("_id", IdOf(source, mark.Key));
        to.Put("source", source);
        to.Put("key", mark.Key);
        to.Put("value", mark.Value);
        to.Put("raw_bytes", (long?)mark.RawBytes);
        to.Put("rows", (long?)mark.Rows);
        to.Put("commit", (long?)commit);
        return to;
    }

    public static SourceMark MarkOf(BsonDocument from) =>
        new(from.Required("key"), from.Required("value"), from.Count("raw_bytes"), from.Count("rows"));
}
