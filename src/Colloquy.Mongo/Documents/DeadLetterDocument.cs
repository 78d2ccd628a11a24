namespace Colloquy.Mongo.Documents;

/// <summary>A dead letter as a document; <c>_id</c> is its key.</summary>
internal static class DeadLetterDocument
{
    private static readonly Dictionary<string, SourceTable> Tables =
        Enum.GetValues<SourceTable>().ToDictionary(table => table.Name(), StringComparer.Ordinal);

    public static BsonDocument Of(DeadLetter letter, string source, long generation, long commit)
    {
        var to = new BsonDocument { { "_id", Fields.Of(letter.Key) }, { "table", letter.Table.Name() } };
        to.Put("row_id", letter.RowId);
        to.Put("reason", letter.Reason);
        to.Put("detail", letter.Detail);
        to.Put("origin", letter.Origin);
        to.Add("raw", new BsonBinaryData(letter.Raw.ToArray()));
        to.Put("source", source);
        to.Put("generation", (long?)generation);
        to.Put("commit", (long?)commit);
        return to;
    }

    public static SourceTable TableOf(BsonDocument from) => Tables[from.Required("table")];

    public static StoredDeadLetter LetterOf(BsonDocument from) => new(
        new DeadLetter(
            from.Required("_id"),
            TableOf(from),
            from.Text("row_id"),
            from.Required("reason"),
            from.Required("detail"),
            from.Required("origin"),
            from.Bytes("raw")),
        from.Required("source"),
        from.Count("generation"));
}
