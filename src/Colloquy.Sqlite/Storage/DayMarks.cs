namespace Colloquy.Sqlite.Storage;

/// <summary>Days gathered in a transaction, each marked due once.</summary>
internal sealed class DayMarks(Session session)
{
    private readonly SortedSet<DateOnly> days = [];

    public void Add(DateOnly day) => days.Add(day);

    /// <summary>Makes the days due.</summary>
    public void Mark(DayProjection projection)
    {
        foreach (var day in days)
        {
            session.Execute(
                """
                INSERT INTO day_mark(projection, day, version) VALUES($1, $2, 1)
                ON CONFLICT(projection, day) DO UPDATE SET version = version + 1
                """,
                projection.ToString(), Columns.OfDay(day));
        }
    }

    /// <summary>Makes the days due that were ever due before; of the others no projection has seen anything yet.</summary>
    public void MarkKnown(DayProjection projection)
    {
        foreach (var day in days)
        {
            session.Execute("UPDATE day_mark SET version = version + 1 WHERE projection = $1 AND day = $2", projection.ToString(), Columns.OfDay(day));
        }
    }

    /// <summary>Days that changed again since their version was read stay due.</summary>
    public static void Complete(Session session, DayProjection projection, IReadOnlyList<DueDay> days, string revision)
    {
        foreach (var (day, version) in days)
        {
            session.Execute(
                "UPDATE day_mark SET done_version = $3, done_revision = $4 WHERE projection = $1 AND day = $2",
                projection.ToString(), Columns.OfDay(day), version, revision);
        }
    }
}
