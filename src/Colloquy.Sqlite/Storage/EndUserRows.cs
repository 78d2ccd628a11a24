using Microsoft.Data.Sqlite;

namespace Colloquy.Sqlite.Storage;

internal static class EndUserRows
{
    public static void Write(Session session, PageCommit page)
    {
        foreach (var user in page.EndUsers)
        {
            var id = Columns.OfId(user.Id);
            var (stored, generation) = session.Find(
                "SELECT external_id, created_at, updated_at, generation FROM end_user WHERE id = $1",
                row => ((EndUser?)new EndUser(user.Id, row.Text(0), Time(row, 1), Time(row, 2)), row.GetInt64(3)),
                id);
            if (stored is null || (user != stored && VersionOrder.Of(user, page.Generation).CompareTo(VersionOrder.Of(stored, generation)) > 0))
            {
                session.Execute(
                    """
                    INSERT INTO end_user(id, external_id, created_at, updated_at, generation) VALUES($1, $2, $3, $4, $5)
                    ON CONFLICT(id) DO UPDATE SET external_id = $2, created_at = $3, updated_at = $4, generation = $5
                    """,
                    id, user.ExternalId, Text(user.CreatedAt), Text(user.UpdatedAt), page.Generation);
            }
        }
    }

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
