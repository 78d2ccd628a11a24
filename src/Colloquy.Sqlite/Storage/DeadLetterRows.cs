namespace Colloquy.Sqlite.Storage;

internal static class DeadLetterRows
{
    private static readonly Dictionary<string, SourceTable> Tables =
        Enum.GetValues<SourceTable>().ToDictionary(table => table.Name(), StringComparer.Ordinal);

    /// <returns>Letters that were not there before.</returns>
    public static int Insert(Session session, PageCommit page)
    {
        var inserted = 0;
        foreach (var letter in page.DeadLetters)
        {
            var added = session.Execute(
                """
                INSERT INTO dead_letter(key, source_table, row_id, reason, detail, origin, raw, source, generation)
                VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9)
                ON CONFLICT(key) DO NOTHING
                """,
                letter.Key, letter.Table.Name(), letter.RowId, letter.Reason, letter.Detail, letter.Origin, letter.Raw.ToArray(), page.Source, page.Generation);
            session.CountSeen(letter.Table, added);
            inserted += added;
        }

        return inserted;
    }

    /// <summary>A letter that is made good, or withdrawn, is no sighting any more: its row now counts itself.</summary>
    public static void Remove(Session session, IReadOnlyList<string> keys)
    {
        foreach (var key in keys)
        {
            if (session.Scalar<string>("SELECT source_table FROM dead_letter WHERE key = $1", key) is { } table)
            {
                session.Execute("DELETE FROM dead_letter WHERE key = $1", key);
                session.CountSeen(Tables[table], -1);
            }
        }
    }

    public static long Count(Session session, SourceTable table) =>
        session.Scalar<long>("SELECT COUNT(*) FROM dead_letter WHERE source_table = $1", table.Name());

    /// <summary>The next letters after a key.</summary>
    public static List<StoredDeadLetter> Read(Session session, SourceTable? table, string after, int limit) => session.Query(
        """
        SELECT key, source_table, row_id, reason, detail, origin, raw, source, generation FROM dead_letter
        WHERE key > $1 AND ($2 IS NULL OR source_table = $2) ORDER BY key LIMIT $3
        """,
        row => new StoredDeadLetter(
            new DeadLetter(row.GetString(0), Tables[row.GetString(1)], row.Text(2), row.GetString(3), row.GetString(4), row.GetString(5), row.Blob(6)),
            row.GetString(7),
            row.GetInt64(8)),
        after, table?.Name(), limit);
}
