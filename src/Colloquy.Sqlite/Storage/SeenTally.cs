namespace Colloquy.Sqlite.Storage;

/// <summary>The tally of rows ever seen. It is kept separately from the rows, so that lost rows show up as a difference.</summary>
internal static class SeenTally
{
    /// <param name="rows">By how much the tallies grow, by table.</param>
    public static void CountSeen(this Session session, IReadOnlyDictionary<SourceTable, long> rows)
    {
        foreach (var (table, count) in rows)
        {
            session.Execute(
                "INSERT INTO seen(source_table, count) VALUES($1, $2) ON CONFLICT(source_table) DO UPDATE SET count = count + $2",
                table.Name(), count);
        }
    }

    public static long ReadSeen(this Session session, SourceTable table) =>
        session.Scalar<long>("SELECT count FROM seen WHERE source_table = $1", table.Name());
}
