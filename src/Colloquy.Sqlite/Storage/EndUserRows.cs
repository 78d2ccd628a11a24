using Colloquy.Stores.Merging;
using Microsoft.Data.Sqlite;

namespace Colloquy.Sqlite.Storage;

/// <summary>Reads and writes sealed end users; see <see cref="SealedEndUser"/>.</summary>
internal static class EndUserRows
{
    /// <summary>Those of the end users that are stored, opened, by id.</summary>
    public static Dictionary<string, Versioned<EndUser>> Open(Session session, IEnumerable<string> ids)
    {
        var found = new Dictionary<string, Versioned<EndUser>>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            if (Find(session, SealedEndUser.KeyOf(id)) is (var user, var generation))
            {
                found[id] = new Versioned<EndUser>(user.Open(id), generation);
            }
        }

        return found;
    }

    public static void Write(Session session, SealedEndUser user, long generation) => session.Execute(
        """
        INSERT INTO sealed_end_user(key, seal, created_at, updated_at, generation) VALUES($1, $2, $3, $4, $5)
        ON CONFLICT(key) DO UPDATE SET seal = $2, created_at = $3, updated_at = $4, generation = $5
        """,
        Convert.FromHexString(user.Key),
        user.Seal is { } seal ? Convert.FromBase64String(seal) : null,
        Text(user.CreatedAt),
        Text(user.UpdatedAt),
        generation);

    public static (SealedEndUser User, long Generation)? Find(Session session, string key) => session.Find(
        "SELECT seal, created_at, updated_at, generation FROM sealed_end_user WHERE key = $1",
        row => ((SealedEndUser, long)?)(
            new SealedEndUser(key, row.IsDBNull(0) ? null : Convert.ToBase64String(row.Blob(0)), Time(row, 1), Time(row, 2)),
            row.GetInt64(3)),
        Convert.FromHexString(key));

    public static List<string> Keys(Session session) =>
        session.Query("SELECT key FROM sealed_end_user ORDER BY key", row => Convert.ToHexStringLower(row.Blob(0)));

    /// <summary>The customer's own ids by end user id; unknown and anonymous end users are missing.</summary>
    public static Dictionary<string, string> ExternalIds(Session session, IEnumerable<string> ids) => Open(session, ids)
        .Where(user => user.Value.Row.ExternalId is not null)
        .ToDictionary(user => user.Key, user => user.Value.Row.ExternalId!, StringComparer.Ordinal);

    private static string? Text(DateTimeOffset? time) => time is { } known ? Columns.OfTime(known) : null;

    private static DateTimeOffset? Time(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);
}
