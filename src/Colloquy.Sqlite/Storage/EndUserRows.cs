using Microsoft.Data.Sqlite;

namespace Colloquy.Sqlite.Storage;

internal static class EndUserRows
{
    public static void Write(Session session, PageCommit page)
    {
        foreach (var user in page.EndUsers)
        {
            if (Read(session, user.Id) is not (var stored, var generation)
                || (user != stored && VersionOrder.Of(user, page.Generation).CompareTo(VersionOrder.Of(stored, generation)) > 0))
            {
                Write(session, user, page.Generation);
            }
        }
    }

    public static void Write(Session session, EndUser user, long generation) => session.Execute(
        """
        INSERT INTO end_user(id, external_id, created_at, updated_at, generation) VALUES($1, $2, $3, $4, $5)
        ON CONFLICT(id) DO UPDATE SET external_id = $2, created_at = $3, updated_at = $4, generation = $5
        """,
        Columns.OfId(user.Id), user.ExternalId, Text(user.CreatedAt), Text(user.UpdatedAt), generation);

    public static (EndUser User, long Generation)? Read(Session session, string id) => session.Find(
        "SELECT external_id, created_at, updated_at, generation FROM end_user WHERE id = $1",
        row => ((EndUser, long)?)(new EndUser(id, row.Text(0), Time(row, 1), Time(row, 2)), row.GetInt64(3)),
        Columns.OfId(id));

    public static Dictionary<string, string> Find(Session session, IEnumerable<string> ids)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            if (session.Find("SELECT external_id FROM end_user WHERE id = $1", row => row.Text(0), Columns.OfId(id)) is { } external)
            {
                found[id] = external;
            }
        }

        return found;
    }

    private static string? Text(DateTimeOffset? time) => time is { } known ? Columns.OfTime(known) : null;

    private static DateTimeOffset? Time(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);
}
