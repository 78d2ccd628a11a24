using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Colloquy.Sources.NocoDb.Http;
using Colloquy.Sources.NocoDb.Reading;
using Colloquy.Sources.NocoDb.Schema;

namespace Colloquy.Sources.NocoDb;

/// <summary>Checks everything that reading from NocoDB depends on, with small samples, and says what to change.</summary>
internal sealed class Examiner(NocoDbClient client, NocoDbSession session, SourceSchema schema, NocoDbOptions options, TimeProvider clock)
{
    // If a query for changes takes longer, an index is worthwhile.
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    private const string Unknown = "of an unknown version";

    private static readonly ImmutableArray<(SourceTable Table, string Feature)> Optional =
    [
        (SourceTable.Feedbacks, "likes, dislikes and comments"),
        (SourceTable.Apps, "names of apps"),
        (SourceTable.EndUsers, "ids of people across apps and sessions"),
    ];

    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Good("server", $"NocoDB {await VersionAsync(cancellationToken)} at {options.BaseUrl}, API {session.Api.Name}");
        yield return await RightsAsync(cancellationToken);
        foreach (var table in schema.Tables.Values)
        {
            yield return await CountAsync(table, cancellationToken);
        }

        foreach (var (table, feature) in Optional.Where(o => !schema.Tables.ContainsKey(o.Table)))
        {
            yield return Good(table.Name(), $"not in the base: no {feature}");
        }

        var messages = schema.Tables[SourceTable.Messages];
        yield return await PagesAsync(messages, cancellationToken);
        yield return await OrderAsync(messages, cancellationToken);
        yield return await FiltersAsync(messages, cancellationToken);
        yield return await ZoneAsync(messages, cancellationToken);
        foreach (var table in (TableSchema[])[schema.Tables[SourceTable.Conversations], messages])
        {
            yield return await SpeedAsync(table, cancellationToken);
        }

        yield return Good("requests", options.RequestRate switch
        {
            > 0 and var rate => string.Create(CultureInfo.InvariantCulture, $"at most {rate} per second (COLLOQUY_NOCODB_RATE)"),
            _ => client.WasThrottled
                ? "limited to 4 per second, because the server answered 429"
                : "not limited; 4 per second after the first 429, and always on NocoDB's cloud",
        });
    }

    private static Finding Good(string part, string text) => new(Health.Good, part, text);

    private static Finding Doubtful(string part, string text) => new(Health.Doubtful, part, text);

    private async Task<string> VersionAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetJsonAsync(
                "api/v1/version",
                json =>
                json.TryGetProperty("currentVersion", out var version) && version.GetString() is { Length: < 32 } text ? text : Unknown,
                cancellationToken);
        }
        catch (NocoDbException)
        {
            return Unknown;
        }
    }

    private async Task<Finding> RightsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var roles = await client.GetJsonAsync(
                "api/v1/auth/user/me?base_id=" + options.BaseId,
                json => json.TryGetProperty("base_roles", out var given) && given.ValueKind == JsonValueKind.Object
                    ? given.EnumerateObject().Where(role => role.Value.ValueKind == JsonValueKind.True).Select(role => role.Name).ToList()
                    : [],
                cancellationToken);
            return roles.Exists(role => role is "owner" or "creator" or "editor")
                ? Doubtful("token", $"accepted, but may write ({string.Join(", ", roles)}); the role viewer is enough for reading")
                : Good("token", roles.Count == 0 ? "accepted" : $"accepted ({string.Join(", ", roles)})");
        }
        catch (NocoDbException)
        {
            return Good("token", "is accepted");
        }
    }

    private async Task<Finding> CountAsync(TableSchema table, CancellationToken cancellationToken)
    {
        var rows = await session.CountAsync(table, Where.Anything, cancellationToken);
        var renamed = table.Columns.Where(c => c.Key != c.Value.Title).Select(c => $"{c.Key} is {c.Value.Title}").ToList();
        var absent = SchemaReader.ColumnsOf(table.Table).Where(name => !table.Columns.ContainsKey(name)).ToList();
        var text = string.Create(CultureInfo.InvariantCulture, $"{table.Title} ({table.Id}), {rows:N0} rows, {table.Columns.Count} columns")
            + (renamed.Count == 0 ? "" : "; " + string.Join(", ", renamed))
                + (absent.Count == 0 ? "" : "; without " + string.Join(", ", absent));
        if (table.Updated is null && table.Touched is null)
        {
            return Doubtful(
                table.Table.Name(),
                text + ". Without updated_at, a change that is made later than COLLOQUY_NOCODB_LOOK_BACK after the row was created is "
                    + "found only with --full");
        }

        return Good(table.Table.Name(), text);
    }

    private async Task<Finding> PagesAsync(TableSchema table, CancellationToken cancellationToken)
    {
        var answer = await session.ReadAsync(table, table.Order, Where.Anything, 0, cancellationToken);
        var size = answer?.PageSize ?? answer?.Count ?? 0;
        return size is > 0 and < NocoDbSession.LargestPage && answer?.Total > size
            ? Doubtful(
                "pages",
                $"the server returns {size} rows per request; {NocoDbSession.LargestPage} would be faster (set DB_QUERY_LIMIT_MAX of "
                + "NocoDB)")
            : Good("pages", $"{answer?.Count ?? 0} rows per request");
    }

    private async Task<Finding> OrderAsync(TableSchema table, CancellationToken cancellationToken)
    {
        var first = await session.ReadAsync(table, table.Order, Where.Anything, 0, cancellationToken, most: 100);
        var second = await session.ReadAsync(table, table.Order, Where.Anything, 0, cancellationToken, most: 100);
        bool same = first?.Count == second?.Count
            && Enumerable.Range(0, first?.Count ?? 0).All(i => first![i].Span.SequenceEqual(second![i].Span));
        return same
            ? Good("order", "stable when sorted by (created_at, id)")
            : Doubtful("order", "two responses differ in order or content; are old rows being changed right now?");
    }

    private async Task<Finding> FiltersAsync(TableSchema table, CancellationToken cancellationToken)
    {
        var all = await session.CountAsync(table, Where.Anything, cancellationToken);
        var reader = new WindowReader<Message>(session, table, RowFacts.Messages, TimeZoneInfo.Utc);
        if (await reader.FindEndAsync(last: true, cancellationToken) is not { Created: { } newest })
        {
            return Good("filters", "not checked: there are no messages");
        }

        var end = reader.NextGroup(newest);
        var before = await session.CountAsync(table, Where.Before(table.Created, end), cancellationToken);
        var both = await session.CountAsync(
            table, (Where.Before(table.Created, newest) | Where.AtOrAfter(table.Created, newest)) & Where.Before(table.Created, end),
            cancellationToken);
        return before == both && before <= all
            ? Good("filters", session.ComparesDays ? "times are compared by day, so windows are whole days" : "times are compared exactly")
            : new Finding(
                Health.Broken, "filters",
                "conditions on created_at give inconsistent counts; update NocoDB, or check the type of the column");
    }

    private async Task<Finding> ZoneAsync(TableSchema table, CancellationToken cancellationToken)
    {
        var reader = new WindowReader<Message>(session, table, RowFacts.Messages, TimeZoneInfo.Utc);
        var newest = (await reader.FindEndAsync(last: true, cancellationToken))?.Created;
        var now = client.ServerTime ?? clock.GetUtcNow();
        return newest > now.AddMinutes(10)
            ? Doubtful("zone", string.Create(
                CultureInfo.InvariantCulture,
                $"the newest message is from {newest:yyyy-MM-dd HH:mm} UTC, which is in the future: does the database hold local times?"))
            : Good("zone", newest is null ? "there are no messages" : string.Create(
                CultureInfo.InvariantCulture, $"the newest message is from {newest:yyyy-MM-dd HH:mm:ss} UTC; is that plausible?"));
    }

    private async Task<Finding> SpeedAsync(TableSchema table, CancellationToken cancellationToken)
    {
        if (table.Updated is not { } updated)
        {
            return Good("speed", $"changes of {table.Title} are found by created_at only");
        }

        var began = clock.GetTimestamp();
        await session.CountAsync(table, Where.AtOrAfter(updated, clock.GetUtcNow()), cancellationToken);
        var time = clock.GetElapsedTime(began);
        var text = string.Create(CultureInfo.InvariantCulture, $"changes of {table.Title} are found in {time.TotalMilliseconds:N0} ms");
        return time < Slow
            ? Good("speed", text)
            : Doubtful("speed", $"{text}; an index would help: CREATE INDEX ON {table.Title} ({updated.Name ?? updated.Title})");
    }
}
