using System.Runtime.CompilerServices;
using Colloquy.Sqlite.Bodies;
using Colloquy.Sqlite.Storage;
using Colloquy.Stores.Due;

namespace Colloquy.Sqlite;

public sealed partial class SqliteStore
{
    private const int DaysInPage = 64;

    /// <inheritdoc/>
    public Task<IReadOnlyList<DueDay>> ReadDueDaysAsync(
        DayProjection projection, string revision, bool all, CancellationToken cancellationToken) =>
        database.ReadAsync(session => DayMark.DueDays(DayMarks.Read(session, projection), revision, all), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LabelledThread>> ReadDayAsync(DateOnly day, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<LabelledThread>>(
            session =>
            {
                var threads = session.Query(
                    LabelledThreads + " WHERE c.number IN (SELECT conversation FROM activity WHERE day = $1)",
                    LabelledThread,
                    Columns.OfDay(day));
                threads.Sort(Stores.LabelledThread.InOrder);
                return threads;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DateOnly>> ReadActiveDaysAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<DateOnly>>(
            session => session.Query(
                "SELECT DISTINCT day FROM activity WHERE day >= $1 AND day < $2 ORDER BY day",
                row => row.Day(0),
                Columns.OfDay(from), Columns.OfDay(to)),
            cancellationToken);

    /// <inheritdoc/>
    public Task CompleteDaysAsync(
        DayProjection projection, IReadOnlyList<DueDay> days, string revision, CancellationToken cancellationToken) =>
        database.WriteAsync(session => DayMarks.Complete(session, projection, days, revision), cancellationToken);

    /// <inheritdoc/>
    public Task SaveMeasuresAsync(
        IReadOnlyList<DayMeasures> days, IReadOnlyList<DueDay> due, string revision, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                DayMarks.Mark(session, new MeasuresWriter(session, cancellationToken).Write(days));
                DayMarks.Complete(session, DayProjection.Measures, due, revision);
            },
            cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<DayMeasures> ReadMeasuresAsync(
        DateOnly from, DateOnly to, bool withUsers, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var start = from; ;)
        {
            var first = start;
            var page = await database.ReadAsync(
                session => session.Query(
                    "SELECT day, payload FROM measures WHERE day >= $1 AND day < $2 ORDER BY day LIMIT $3",
                    row => new DayMeasures(row.Day(0), row.Measures(payload: 1, row.Day(0)), []),
                    Columns.OfDay(first), Columns.OfDay(to), DaysInPage)
                    .ConvertAll(day => withUsers ? day with { Users = UserDayRows.Of(session, day.Day) } : day),
                cancellationToken);
            foreach (var day in page)
            {
                yield return day;
            }

            if (page.Count < DaysInPage)
            {
                yield break;
            }

            start = page[^1].Day.AddDays(1);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<UserDay> ReadUserDaysAsync(
        DateOnly from, DateOnly to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var actors = await database.ReadAsync(session => UserDayRows.Actors(session, from, to), cancellationToken);
        foreach (var page in actors.Chunk(ThreadsInPage))
        {
            foreach (var row in await database.ReadAsync(session => UserDayRows.Of(session, page, from, to), cancellationToken))
            {
                yield return row;
            }
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<Actor, DateOnly>> ReadFirstDaysAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyDictionary<Actor, DateOnly>>(
            session => session.Query(
                """
                SELECT a.kind, a.id, (SELECT MIN(day) FROM user_day WHERE actor = a.number) FROM actor a
                WHERE a.number IN (SELECT actor FROM user_day WHERE day >= $1 AND day < $2)
                """,
                row => (Actor: UserDayRows.Actor(row, 0), Day: row.Day(2)),
                Columns.OfDay(from), Columns.OfDay(to)).ToDictionary(first => first.Actor, first => first.Day),
            cancellationToken);
}
