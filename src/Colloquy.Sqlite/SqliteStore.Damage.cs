using System.Runtime.CompilerServices;
using Colloquy.Sqlite.Storage;
using Microsoft.Data.Sqlite;

namespace Colloquy.Sqlite;

public sealed partial class SqliteStore
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<string> FindDamageAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var problem in await database.ReadAsync(
            session => session.Query("PRAGMA integrity_check(20)", row => row.GetString(0)), cancellationToken))
        {
            if (problem != "ok")
            {
                yield return $"{Location}: {problem}. Restore the file from a backup, or collect into a new one.";
            }
        }

        for (var after = 0L; ;)
        {
            var start = after;
            var page = await database.ReadAsync(session => CheckBodies(session, start), cancellationToken);
            foreach (var problem in page.SelectMany(body => body.Problems))
            {
                yield return $"{Location}: {problem}";
            }

            if (page.Count < ThreadsInPage)
            {
                break;
            }

            after = page[^1].Number;
        }

        foreach (var problem in await database.ReadAsync(DamagedMeasures, cancellationToken))
        {
            yield return $"{Location}: {problem}";
        }
    }

    private static List<(long Number, List<string> Problems)> CheckBodies(Session session, long after) => session.Query(
        """
        SELECT c.number, c.version, c.id, c.deleted, c.messages, c.feedbacks, c.excluded_messages, c.excluded_feedbacks, r.body, l.body
        FROM conversation c
        LEFT JOIN record r ON r.conversation = c.number
        LEFT JOIN label l ON l.conversation = c.number AND l.version = c.version
        WHERE c.number > $1 ORDER BY c.number LIMIT $2
        """,
        row =>
        {
            var problems = new List<string>();
            Check(problems, () => Verify(row));
            Check(problems, () => row.IsDBNull(9) ? [] : row.Labels(body: 9, id: 2));
            session.Query(
                "SELECT key, body FROM annotation WHERE conversation = $1",
                answer => Check(problems, () => answer.Annotation(body: 1, key: 0, Columns.Id(row, 2))), row.GetInt64(0));
            return (row.GetInt64(0), problems);
        },
        after, ThreadsInPage);

    private static bool Verify(SqliteDataReader row)
    {
        var record = row.Record(body: 8, id: 2);
        return record.IsTombstone == row.GetBoolean(3)
            && record.Messages.Length == row.GetInt64(4)
            && record.Feedbacks.Length == row.GetInt64(5)
            && record.ExcludedMessages.Length == row.GetInt64(6)
            && record.ExcludedFeedbacks.Length == row.GetInt64(7)
            && row.GetInt64(1) > 0
            ? true
            : throw new DamagedBodyException(
                $"conversation {Columns.Id(row, 2)}",
                DamagedBodyException.Collect,
                new InvalidDataException("Row and body are inconsistent."));
    }

    private static List<string> DamagedMeasures(Session session)
    {
        var problems = new List<string>();
        session.Query("SELECT day, payload FROM measures", row => Check(problems, () => row.Measures(payload: 1, row.Day(0))));
        session.Query(
            "SELECT a.kind, a.id, u.day, u.body FROM user_day u JOIN actor a ON a.number = u.actor",
            row => Check(problems, () => row.UserDay(body: 3, UserDayRows.Actor(row, 0), row.Day(2))));
        problems.AddRange(session.Query(
            "SELECT projection, day FROM day_mark WHERE done_version > version",
            row => $"the mark of {row.Day(1):yyyy-MM-dd} for {row.GetString(0)} is damaged. "
                + "Run colloquy publish --rebuild, then colloquy report --rebuild."));
        return problems;
    }

    private static bool Check<T>(List<string> problems, Func<T> read)
    {
        try
        {
            read();
        }
        catch (DamagedBodyException damage)
        {
            problems.Add(damage.Message);
        }

        return true;
    }
}
