using System.Net;
using Colloquy.Sources.NocoDb.Http;
using Colloquy.Sources.NocoDb.Schema;

namespace Colloquy.Sources.NocoDb;

/// <summary>What a person has to hear when NocoDB refuses.</summary>
internal static class Complaint
{
    public static SourceException Of(NocoDbException failure, NocoDbOptions options)
    {
        var where = options.BaseUrl.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.Unescaped).TrimEnd('/');
        var advice = failure switch
        {
            { Status: HttpStatusCode.Unauthorized } =>
                "The token was not accepted: it is wrong, was revoked or has expired. Make a new one in NocoDB (Team & Settings, API Tokens) and set NOCODB_API_TOKEN.",
            { Status: HttpStatusCode.Forbidden } =>
                "The token may not read this base. Give its owner the role viewer there, or use another token in NOCODB_API_TOKEN.",
            { Code: "ERR_BASE_NOT_FOUND" } =>
                $"There is no base {options.BaseId}, or the token may not see it. NOCODB_PROJECT_ID is the p… in the address of the base.",
            { Code: "ERR_TABLE_NOT_FOUND" or "ERR_FIELD_NOT_FOUND" } =>
                "A table or column went away while it was read. Look at the base in NocoDB, then ask colloquy doctor.",
            { Status: HttpStatusCode.TooManyRequests } =>
                "Others use up the requests that it allows. Wait, or lower COLLOQUY_NOCODB_RATE.",
            { Status: >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest } =>
                "It leads elsewhere, and the token is not sent there. Set NOCODB_BASE_URL to the address that it leads to.",
            { Status: HttpStatusCode.InternalServerError } =>
                "If it goes on, a column may have been dropped in the database that NocoDB still knows of: sync the base (Data Sources, Sync Metadata). colloquy doctor says which.",
            { IsTransient: true } =>
                "Is NocoDB running, and NOCODB_BASE_URL its address? What was read is kept; the next run goes on from here.",
            _ => "Ask colloquy doctor.",
        };
        return new SourceException($"NocoDB at {where}: {failure.Message}. {advice}", failure) { IsOutage = failure.IsTransient };
    }

    public static SourceException OfColumns(TableSchema table, ImmutableArray<Field> broken, NocoDbException failure) => new(
        $"NocoDB fails ({(int?)failure.Status}) whenever it is asked for {string.Join(", ", broken.Select(column => $"{table.Title}.{column.Title}"))}; the other columns of {table.Title} can be read. "
        + "A column that was dropped, renamed or changed in the database stays as it was in NocoDB until that looks again: sync the base (Data Sources, Sync Metadata), "
        + "see that the type there fits, then run again.", failure);
}
