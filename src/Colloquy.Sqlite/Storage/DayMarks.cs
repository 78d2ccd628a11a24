using Colloquy.Stores.Due;

namespace Colloquy.Sqlite.Storage;

/// <summary>Reads and writes how far the projections of each day have come.</summary>
internal static class DayMarks
{
    public static void Mark(Session session, DueMarks due)
    {
        foreach (var projection in due.Projections)
        {
            foreach (var day in due.Days)
            {
                session.Execute(
                    due.OnlyKnown
                        ? "UPDATE day_mark SET version = version + 1 WHERE projection = $1 AND day = $2"
                        : """
                          INSERT INTO day_mark(projection, day, version) VALUES($1, $2, 1)
                          ON CONFLICT(projection, day) DO UPDATE SET version = version + 1
                          """,
                    projection.ToString(), Columns.OfDay(day));
            }
        }
    }

    public static List<DayMark> Read(Session session, DayProjection projection) => session.Query(
        "SELECT day, version, done_version, done_revision FROM day_mark WHERE projection = $1",
        row => new DayMark(row.Day(0), row.GetInt64(1), row.GetInt64(2), row.Text(3)),
        projection.ToString());

    /// <summary>Days that have changed since their version was read stay due.</summary>
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
