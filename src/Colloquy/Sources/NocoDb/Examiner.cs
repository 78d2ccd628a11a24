using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Colloquy.Sources.NocoDb.Http;
using Colloquy.Sources.NocoDb.Reading;
using Colloquy.Sources.NocoDb.Schema;

namespace Colloquy.Sources.NocoDb;

/// <summary>Tries everything that reading from a NocoDB relies on, a little of each, and says what to change.</summary>
internal sealed class Examiner(NocoDbClient client, NocoDbSession session, SourceSchema schema, NocoDbOptions options, TimeProvider clock)
{
    // A request for changes that takes longer is worth an index.
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    private const string Unknown = "of an unknown version";

    private static readonly ImmutableArray<(SourceTable Table, string Feature)> Optional =
    [
        (SourceTable.Feedbacks, "likes, dislikes and comments"),
        (SourceTable.Apps, "names of apps"),
        (SourceTable.EndUsers, "ids of people across apps and sessions"),
    ];

    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken stop)
    {
        yield return Good("server", $"NocoDB {await VersionAsync(stop)} at {options.BaseUrl}, API {session.Api.Name}");
        yield return await RightsAsync(stop);
        foreach (var table in schema.Tables.Values)
        {
            yield return await CountAsync(table, stop);
        }

        foreach (var (table, feature) in Optional.Where(o => !schema.Tables.ContainsKey(o.Table)))
        {
            yield return Good(table.Name(), $"is not in the base: no {feature}");
        }

        var messages = schema.Tables[SourceTable.Messages];
        yield return await PagesAsync(messages, stop);
        yield return await OrderAsync(messages, stop);
        yield return await FiltersAsync(messages, stop);
        yield return await ZoneAsync(messages, stop);
        foreach (var table in (TableSchema[])[schema.Tables[SourceTable.Conversations], messages])
        {
            yield return await SpeedAsync(table, stop);
        }

        yield return Good("requests", options.RequestRate switch
        {
            > 0 and var rate => string.Create(CultureInfo.InvariantCulture, $"at most {rate} a second (COLLOQUY_NOCODB_RATE)"),
            _ => client.WasThrottled
                ? "the server answered 429; it is asked 4 times a second then"
                : "as fast as it answers, 4 a second after the first 429; on NocoDB's cloud from the start",
        });
    }

    private static Finding Good(string part, string text) => new(Health.Good, part, text);

    private static Finding Doubtful(string part, string text) => new(Health.Doubtful, part, text);

    private async Task<string> VersionAsync(CancellationToken stop)
    {
        try
        {
            return await client.GetJsonAsync(
                "api/v1/version", json => json.TryGetProperty("currentVersion", out var version) && version.GetString() is { Length: < 32 } text ? text : Unknown, stop);
        }
        catch (NocoDbException)
        {
            return Unknown;
        }
    }

    private async Task<Finding> RightsAsync(CancellationToken stop)
    {
        try
        {
            var roles = await client.GetJsonAsync(
                "api/v1/auth/user/me?base_id=" + options.BaseId,
                json => json.TryGetProperty("base_roles", out var given) && given.ValueKind == JsonValueKind.Object
                    ? given.EnumerateObject().Where(role => role.Value.ValueKind == JsonValueKind.True).Select(role => role.Name).ToList()
                    : [],
                stop);
            return roles.Exists(role => role is "owner" or "creator" or "editor")
                ? Doubtful("token", $"is accepted, but may write ({string.Join(", ", roles)}); reading needs no more than the role viewer")
                : Good("token", roles.Count == 0 ? "is accepted" : $"is accepted ({string.Join(", ", roles)})");
        }
        catch (NocoDbException)
        {
            return Good("token", "is accepted");
        }
    }

    private async Task<Finding> CountAsync(TableSchema table, CancellationToken stop)
    {
        var rows = await session.CountAsync(table, Where.Anything, stop);
        var renamed = table.Columns.Where(c => c.Key != c.Value.Title).Select(c => $"{c.Key} is {c.Value.Title}").ToList();
        var absent = SchemaReader.ColumnsOf(table.Table).Where(name => !table.Columns.ContainsKey(name)).ToList();
        var text = string.Create(CultureInfo.InvariantCulture, $"{table.Title} ({table.Id}), {rows:N0} rows, {table.Columns.Count} columns")
            + (renamed.Count == 0 ? "" : "; " + string.Join(", ", renamed)) + (absent.Count == 0 ? "" : "; without " + string.Join(", ", absent));
        if (table.Updated is null && table.Touched is null)
        {
            return Doubtful(table.Table.Name(), text + ". Without updated_at, rows that change later than COLLOQUY_NOCODB_LOOK_BACK after they were made are noticed with --full only");
        }

        return Good(table.Table.Name(), text);
    }

    private async Task<Finding> PagesAsync(TableSchema table, CancellationToken stop)
    {
        var answer = await session.ReadAsync(table, table.Order, Where.Anything, 0, stop);
        var size = answer?.PageSize ?? answer?.Count ?? 0;
        return size is > 0 and < NocoDbSession.LargestPage && answer?.Total > size
            ? Doubtful("pages", $"the server gives {size} rows at once; {NocoDbSession.LargestPage} would be faster (DB_QUERY_LIMIT_MAX of NocoDB)")
            : Good("pages", $"{answer?.Count ?? 0} rows at once");
    }

    private async Task<Finding> OrderAsync(TableSchema table, CancellationToken stop)
    {
        var first = await session.ReadAsync(table, table.Order, Where.Anything, 0, stop, most: 100);
        var second = await session.ReadAsync(table, table.Order, Where.Anything, 0, stop, most: 100);
        bool same = first?.Count == second?.Count && Enumerable.Range(0, first?.Count ?? 0).All(i => first![i].Span.SequenceEqual(second![i].Span));
        return same ? Good("order", "twice the same under (created_at, id)") : Doubtful("order", "two answers differ in their order or content; is somebody changing old rows just now?");
    }

    private async Task<Finding> FiltersAsync(TableSchema table, CancellationToken stop)
    {
        var all = await session.CountAsync(table, Where.Anything, stop);
        var reader = new WindowReader<Message>(session, table, RowFacts.Messages, TimeZoneInfo.Utc);
        if (await reader.FindEndAsync(last: true, stop) is not { Created: { } newest })
        {
            return Good("filters", "nothing to try them with");
        }

        var end = reader.NextGroup(newest);
        var before = await session.CountAsync(table, Where.Before(table.Created, end), stop);
        var both = await session.CountAsync(
            table, (Where.Before(table.Created, newest) | Where.AtOrAfter(table.Created, newest)) & Where.Before(table.Created, end), stop);
        return before == both && before <= all
            ? Good("filters", session.ComparesDays ? "compare days; windows are whole days" : "compare instants")
            : new Finding(Health.Broken, "filters", "conditions on created_at do not add up; update NocoDB, or look at the type of the column");
    }

    private async Task<Finding> ZoneAsync(TableSchema table, CancellationToken stop)
    {
        var reader = new WindowReader<Message>(session, table, RowFacts.Messages, TimeZoneInfo.Utc);
        var newest = (await reader.FindEndAsync(last: true, stop))?.Created;
        var now = client.ServerTime ?? clock.GetUtcNow();
        return newest > now.AddMinutes(10)
            ? Doubtful("zone", string.Create(
                CultureInfo.InvariantCulture, $"the newest message is of {newest:yyyy-MM-dd HH:mm} UTC, which is still to come: the database seems to hold local times"))
            : Good("zone", newest is null ? "no message yet" : string.Create(CultureInfo.InvariantCulture, $"the newest message is of {newest:yyyy-MM-dd HH:mm:ss} UTC; does that fit?"));
    }

    private async Task<Finding> SpeedAsync(TableSchema table, CancellationToken stop)
    {
        if (table.Updated is not { } updated)
        {
            return Good("speed", $"changes of {table.Title} are looked for by created_at alone");
        }

        var began = clock.GetTimestamp();
        await session.CountAsync(table, Where.AtOrAfter(updated, clock.GetUtcNow()), stop);
        var time = clock.GetElapsedTime(began);
        var text = string.Create(CultureInfo.InvariantCulture, $"changes of {table.Title} are found in {time.TotalMilliseconds:N0} ms");
        return time < Slow
            ? Good("speed", text)
            : Doubtful("speed", $"{text}; an index would help: CREATE INDEX ON {table.Title} ({updated.Name ?? updated.Title})");
    }
}
