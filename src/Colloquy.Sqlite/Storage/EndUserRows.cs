using Microsoft.Data.Sqlite;

namespace Colloquy.Sqlite.Storage;

/// <summary>End users, sealed: see <see cref="SealedEndUser"/>.</summary>
internal static class EndUserRows
{
    public static void Write(Session session, PageCommit page)
    {
        foreach (var user in page.EndUsers)
        {
            if (Find(session, SealedEndUser.KeyOf(user.Id)) is not (var stored, var generation)
                || (stored.Open(user.Id) is var known && user != known && VersionOrder.Of(user, page.Generation).CompareTo(VersionOrder.Of(known, generation)) > 0))
            {
                Write(session, SealedEndUser.Of(user), page.Generation);
            }
        }
    }

    public static void Write(Session session, SealedEndUser user, long generation) => session.Execute(
        """
        INSERT INTO sealed_end_user(key, seal, created_at, updated_at, generation) VALUES($1, $2, $3, $4, $5)
        ON CONFLICT(key) DO UPDATE SET seal = $2, created_at = $3, updated_at = $4, generation = $5
        """,
        Convert.FromHexString(user.Key), user.Seal is { } seal ? Convert.FromBase64String(seal) : null, Text(user.CreatedAt), Text(user.UpdatedAt), generation);

    public static (SealedEndUser User, long Generation)? Find(Session session, string key) => session.Find(
        "SELECT seal, created_at, updated_at, generation FROM sealed_end_user WHERE key = $1",
        row => ((SealedEndUser, long)?)(new SealedEndUser(key, row.IsDBNull(0) ? null : Convert.ToBase64String(row.Blob(0)), Time(row, 1), Time(row, 2)), row.GetInt64(3)),
        Convert.FromHexString(key));

    public static List<string> Keys(Session session) => session.Query("SELECT key FROM sealed_end_user ORDER BY key", row => Convert.ToHexStringLower(row.Blob(0)));

    public static Dictionary<string, string> Find(Session session, IEnumerable<string> ids)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            if (Find(session, SealedEndUser.KeyOf(id)) is (var user, _) && user.Open(id).ExternalId is { } person)
            {
                found[id] = person;
            }
        }

        return found;
    }

    private static string? Text(DateTimeOffset? time) => time is { } known ? Columns.OfTime(known) : null;

    private static DateTimeOffset? Time(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);
}
