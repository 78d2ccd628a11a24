using Colloquy.Sqlite.Bodies;

namespace Colloquy.Sqlite.Storage;

/// <summary>
/// Replaces the measures of days within a transaction, and finds the days whose metrics that touches: those that changed, and those on which
/// somebody is new now, or is not any more, because his first day moved.
/// </summary>
internal sealed class MeasuresWriter(Session session)
{
    private readonly Dictionary<long, DateOnly?> firstDaysBefore = [];
    private readonly DayMarks marks = new(session);

    public void Write(DayMeasures day)
    {
        if (WriteUsers(day) | WritePayload(day))
        {
            marks.Add(day.Day);
        }
    }

    /// <summary>Called after the last day.</summary>
    public void MarkMetrics()
    {
        foreach (var (actor, before) in firstDaysBefore)
        {
            var after = FirstDay(actor);
            if (before != after)
            {
                Mark(before);
                Mark(after);
            }

            // A person stays no longer than the days that need a name.
            if (after is null)
            {
                session.Execute("DELETE FROM actor WHERE number = $1", actor);
            }
        }

        marks.Mark(DayProjection.Metrics);

        void Mark(DateOnly? day)
        {
            if (day is { } moved)
            {
                marks.Add(moved);
            }
        }
    }

    private bool WritePayload(DayMeasures day)
    {
        var number = Columns.OfDay(day.Day);
        if (day is { Payload.IsEmpty: true, Users.IsEmpty: true })
        {
            return session.Execute("DELETE FROM measures WHERE day = $1", number) > 0;
        }

        return session.Execute(
            "INSERT INTO measures(day, payload) VALUES($1, $2) ON CONFLICT(day) DO UPDATE SET payload = $2 WHERE payload <> $2",
            number, day.Payload.ToArray()) > 0;
    }

    private bool WriteUsers(DayMeasures day)
    {
        var number = Columns.OfDay(day.Day);
        var gone = session.Query("SELECT actor FROM user_day WHERE day = $1", row => row.GetInt64(0), number).ToHashSet();
        var changed = false;
        foreach (var user in day.Users)
        {
            var actor = FindOrAdd(user.Actor);
            if (!gone.Remove(actor))
            {
                RememberFirstDay(actor);
            }

            changed |= session.Execute(
                "INSERT INTO user_day(actor, day, body) VALUES($1, $2, $3) ON CONFLICT(actor, day) DO UPDATE SET body = $3 WHERE body <> $3",
                actor, number, BodyCodec.OfThread.Pack(user)) > 0;
        }

        foreach (var actor in gone)
        {
            RememberFirstDay(actor);
            session.Execute("DELETE FROM user_day WHERE actor = $1 AND day = $2", actor, number);
        }

        return changed || gone.Count > 0;
    }

    private long FindOrAdd(Actor actor)
    {
        var kind = (int)actor.Kind;
        var number = session.Scalar<long>("SELECT number FROM actor WHERE kind = $1 AND id = $2", kind, actor.Id);
        return number != 0 ? number : session.Scalar<long>("INSERT INTO actor(kind, id) VALUES($1, $2) RETURNING number", kind, actor.Id);
    }

    private void RememberFirstDay(long actor) => firstDaysBefore.TryAdd(actor, FirstDay(actor));

    private DateOnly? FirstDay(long actor) => session.Find(
        "SELECT MIN(day) FROM user_day WHERE actor = $1", row => row.IsDBNull(0) ? (DateOnly?)null : row.Day(0), actor);
}
