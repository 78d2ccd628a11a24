using Colloquy.Sqlite.Bodies;
using Colloquy.Stores.Due;

namespace Colloquy.Sqlite.Storage;

/// <summary>Replaces the measures of days within a transaction.</summary>
internal sealed class MeasuresWriter(Session session, CancellationToken cancellationToken)
{
    private readonly Dictionary<Actor, long> numbers = [];

    /// <returns>The days that become due.</returns>
    public DueMarks Write(IReadOnlyList<DayMeasures> days)
    {
        var change = MeasuresChange.Of(days, days.ToDictionary(day => day.Day, day => Read(day.Day)));
        var elsewhere = FirstDaysElsewhere(change.Movers, days.Select(day => day.Day).ToHashSet());
        foreach (var day in change.Days.Where(day => day.IsChange))
        {
            cancellationToken.ThrowIfCancellationRequested();
            WritePayload(day);
            WriteUsers(day);
        }

        foreach (var actor in change.Forgotten(elsewhere))
        {
            session.Execute("DELETE FROM actor WHERE number = $1", numbers[actor]);
        }

        return change.Due(elsewhere);
    }

    private StoredMeasures Read(DateOnly day)
    {
        var number = Columns.OfDay(day);
        var payload = session.Find(
            "SELECT payload FROM measures WHERE day = $1",
            row => (IsThere: true, Payload: StoredBodies.MeasuresOrNull(row.Blob(0), day)),
            number);
        var users = new Dictionary<Actor, UserDay?>();
        foreach (var (actor, actorNumber, user) in session.Query(
            "SELECT a.kind, a.id, a.number, u.body FROM user_day u JOIN actor a ON a.number = u.actor WHERE u.day = $1",
            row =>
            {
                var actor = UserDayRows.Actor(row, 0);
                return (actor, row.GetInt64(2), StoredBodies.UserDayOrNull(row.Blob(3), actor, day));
            },
            number))
        {
            numbers[actor] = actorNumber;
            users[actor] = user;
        }

        return new StoredMeasures(payload.IsThere, payload.Payload, users);
    }

    private Dictionary<Actor, DateOnly> FirstDaysElsewhere(IEnumerable<Actor> actors, HashSet<DateOnly> batch)
    {
        var first = new Dictionary<Actor, DateOnly>();
        foreach (var actor in actors)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var days = session.Query(
                "SELECT day FROM user_day WHERE actor = $1 ORDER BY day", row => row.Day(0), batch.Contains, Find(actor));
            if (days.Count > 0 && !batch.Contains(days[^1]))
            {
                first[actor] = days[^1];
            }
        }

        return first;
    }

    private void WritePayload(DayChange change)
    {
        var number = Columns.OfDay(change.Day);
        if (change.HasOtherPayload && change.Measures.IsEmpty)
        {
            session.Execute("DELETE FROM measures WHERE day = $1", number);
        }
        else if (change.HasOtherPayload)
        {
            session.Execute(
                "INSERT INTO measures(day, payload) VALUES($1, $2) ON CONFLICT(day) DO UPDATE SET payload = $2",
                number, BodySeal.Seal(change.Measures.Payload.Span, number));
        }
    }

    private void WriteUsers(DayChange change)
    {
        var number = Columns.OfDay(change.Day);
        foreach (var user in change.Written)
        {
            session.Execute(
                "INSERT INTO user_day(actor, day, body) VALUES($1, $2, $3) ON CONFLICT(actor, day) DO UPDATE SET body = $3",
                FindOrAdd(user.Actor), number, BodyCodec.OfThread.Pack(user));
        }

        foreach (var actor in change.Leaving)
        {
            session.Execute("DELETE FROM user_day WHERE actor = $1 AND day = $2", Find(actor), number);
        }
    }

    private long FindOrAdd(Actor actor) => numbers[actor] = Find(actor) is var number and not 0
        ? number
        : session.Scalar<long>("INSERT INTO actor(kind, id) VALUES($1, $2) RETURNING number", (int)actor.Kind, actor.Id);

    // Returns 0 if the actor is not stored.
    private long Find(Actor actor)
    {
        if (!numbers.TryGetValue(actor, out var number))
        {
            number = session.Scalar<long>("SELECT number FROM actor WHERE kind = $1 AND id = $2", (int)actor.Kind, actor.Id);
            numbers[actor] = number;
        }

        return number;
    }
}
