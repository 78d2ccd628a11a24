using Microsoft.Data.Sqlite;

namespace Colloquy.Sqlite.Storage;

internal static class DeadLetterRows
{
    private static readonly Dictionary<string, SourceTable> Tables =
        Enum.GetValues<SourceTable>().ToDictionary(table => table.Name(), StringComparer.Ordinal);

    private const string Wanted = "($1 IS NULL OR source_table = $1) AND ($2 IS NULL OR source = $2) AND ($3 IS NULL OR reason = $3)";

    private const string Letter =
        "key, source_table, row_id, reason, detail, origin, CASE WHEN $4 IS NULL OR reason = $4 THEN raw ELSE x'' END, source, generation";

    /// <summary>Tables of the stored letters with these keys, by key.</summary>
    public static Dictionary<string, SourceTable> FindTables(Session session, IEnumerable<string> keys)
    {
        var found = new Dictionary<string, SourceTable>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            if (session.Scalar<string>("SELECT source_table FROM dead_letter WHERE key = $1", key) is { } table)
            {
                found[key] = Tables[table];
            }
        }

        return found;
    }

    public static void Write(Session session, DeadLetter letter, string source, long generation) => session.Execute(
        """
        INSERT INTO dead_letter(key, source_table, row_id, reason, detail, origin, raw, source, generation)
        VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT(key) DO UPDATE SET
          source_table = $2, row_id = $3, reason = $4, detail = $5, origin = $6, raw = $7, source = $8, generation = $9
        """,
        letter.Key, letter.Table.Name(), letter.RowId, letter.Reason, letter.Detail, letter.Origin, letter.Raw.ToArray(), source,
        generation);

    public static void Remove(Session session, string key) => session.Execute("DELETE FROM dead_letter WHERE key = $1", key);

    public static long Count(Session session, SourceTable table) =>
        session.Scalar<long>("SELECT COUNT(*) FROM dead_letter WHERE source_table = $1", table.Name());

    public static Dictionary<string, long> CountReasons(Session session, DeadLetterFilter filter) => session.Query(
        $"SELECT reason, COUNT(*) FROM dead_letter WHERE {Wanted} GROUP BY reason",
        row => (Reason: row.GetString(0), Count: row.GetInt64(1)),
        filter.Table?.Name(), filter.Source, filter.Reason)
        .ToDictionary(count => count.Reason, count => count.Count, StringComparer.Ordinal);

    public static StoredDeadLetter? Find(Session session, string key, DeadLetterRaw raw) => session.Find(
        $"SELECT {Letter} FROM dead_letter WHERE key = $1", LetterOf, key, null, null, ReasonWithRaw(raw));

    public static List<string> KeysByOrigin(Session session, DeadLetterFilter filter, int limit) => session.Query(
        $"SELECT key FROM dead_letter WHERE {Wanted} ORDER BY origin, key LIMIT $4",
        row => row.GetString(0),
        filter.Table?.Name(), filter.Source, filter.Reason, limit);

    /// <summary>The next letters after a key, up to a number of bytes.</summary>
    public static List<StoredDeadLetter> Read(Session session, DeadLetterFilter filter, string after, int limit, long bytes) =>
        session.Query(
            $"SELECT {Letter} FROM dead_letter WHERE key > $5 AND {Wanted} ORDER BY key LIMIT $6",
            LetterOf,
            letter => (bytes -= letter.Letter.Raw.Length) > 0,
            filter.Table?.Name(), filter.Source, filter.Reason, ReasonWithRaw(filter.Raw), after, limit);

    // Null selects every reason. No reason is empty, so an empty text selects none.
    private static string? ReasonWithRaw(DeadLetterRaw raw) => raw switch
    {
        DeadLetterRaw.All => null,
        DeadLetterRaw.Orphans => DeadReason.Orphan,
        _ => "",
    };

    private static StoredDeadLetter LetterOf(SqliteDataReader row) => new(
        new DeadLetter(
            row.GetString(0), Tables[row.GetString(1)], row.Text(2), row.GetString(3), row.GetString(4), row.GetString(5), row.Blob(6)),
        row.GetString(7),
        row.GetInt64(8));
}
