using Colloquy.Sqlite.Bodies;
using Microsoft.Data.Sqlite;

namespace Colloquy.Sqlite.Storage;

internal static class UserDayRows
{
    public static Actor Actor(SqliteDataReader row, int column) => new((ActorKind)row.GetInt32(column), row.GetString(column + 1));

    /// <summary>User days of one day, ordered by actor.</summary>
    public static ImmutableArray<UserDay> Of(Session session, DateOnly day)
    {
        var users = session.Query(
            "SELECT a.kind, a.id, u.body FROM user_day u JOIN actor a ON a.number = u.actor WHERE u.day = $1",
            row => row.UserDay(body: 2, Actor(row, 0), day),
            Columns.OfDay(day));
        users.Sort((a, b) => a.Actor.CompareTo(b.Actor));
        return [.. users];
    }

    /// <summary>Actors with user days in an interval, ordered, with their row numbers.</summary>
    public static List<(Actor Actor, long Number)> Actors(Session session, DateOnly from, DateOnly to)
    {
        var actors = session.Query(
            "SELECT kind, id, number FROM actor WHERE number IN (SELECT actor FROM user_day WHERE day >= $1 AND day < $2)",
            row => (Actor: Actor(row, 0), Number: row.GetInt64(2)),
            Columns.OfDay(from), Columns.OfDay(to));
        actors.Sort((a, b) => a.Actor.CompareTo(b.Actor));
        return actors;
    }

    /// <summary>User days of the given actors, in the order of the actors, then by day.</summary>
    public static List<UserDay> Of(Session session, IEnumerable<(Actor Actor, long Number)> actors, DateOnly from, DateOnly to)
    {
        var rows = new List<UserDay>();
        foreach (var (actor, number) in actors)
        {
            rows.AddRange(session.Query(
                "SELECT day, body FROM user_day WHERE actor = $1 AND day >= $2 AND day < $3 ORDER BY day",
                row => row.UserDay(body: 1, actor, row.Day(0)),
                number, Columns.OfDay(from), Columns.OfDay(to)));
        }

        return rows;
    }
}
