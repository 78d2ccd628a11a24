using System.Net;
using Colloquy.Sources.NocoDb.Http;
using Colloquy.Sources.NocoDb.Schema;

namespace Colloquy.Sources.NocoDb;

/// <summary>Turns a failed request into an error with advice.</summary>
internal static class Complaint
{
    public static SourceException Of(NocoDbException failure, NocoDbOptions options)
    {
        var where = options.BaseUrl.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.Unescaped).TrimEnd('/');
        var advice = failure switch
        {
            { Status: HttpStatusCode.Unauthorized } =>
                "The token was rejected: it is wrong, revoked or expired. Create a new one in NocoDB (Team & Settings, API Tokens) and set "
                + "NOCODB_API_TOKEN.",
            { Status: HttpStatusCode.Forbidden } =>
                "The token may not read this base. Give its owner the role viewer there, or set another token in NOCODB_API_TOKEN.",
            { Code: "ERR_BASE_NOT_FOUND" } =>
                $"There is no base {options.BaseId}, or the token may not see it. NOCODB_PROJECT_ID is the p… in the URL of the base.",
            { Code: "ERR_TABLE_NOT_FOUND" or "ERR_FIELD_NOT_FOUND" } =>
                "A table or column was removed during the run. Check the base in NocoDB, then run colloquy doctor.",
            { Status: HttpStatusCode.TooManyRequests } =>
                "Other clients use up its request limit. Wait, or lower COLLOQUY_NOCODB_RATE.",
            { Status: >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest } =>
                "It redirects to another address, and the token is not sent there. Set NOCODB_BASE_URL to the new address.",
            { Status: HttpStatusCode.InternalServerError } =>
                "If this persists, a column that NocoDB still lists may have been dropped from the database: sync the base (Data "
                + "Sources, Sync Metadata). colloquy doctor names the column.",
            { IsTransient: true } =>
                "Check that NocoDB is running and that NOCODB_BASE_URL is its address. What was read is kept; the next run continues "
                + "from here.",
            _ => "Run colloquy doctor.",
        };
        return new SourceException($"NocoDB at {where}: {failure.Message}. {advice}", failure) { IsOutage = failure.IsTransient };
    }

    public static SourceException OfColumns(TableSchema table, ImmutableArray<Field> broken, NocoDbException failure) => new(
        $"NocoDB fails ({(int?)failure.Status}) when reading "
        + $"{string.Join(", ", broken.Select(column => $"{table.Title}.{column.Title}"))}; the other columns of {table.Title} can be read. "
        + "NocoDB does not notice when a column is dropped, renamed or changed in the database: sync the base (Data Sources, Sync "
        + "Metadata), check the column's type, then run again.",
        failure);
}
