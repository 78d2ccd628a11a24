using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Colloquy.IntegrationTests.Faults;
using Colloquy.Model;
using Colloquy.Sources;
using Colloquy.Sources.NocoDb;
using Colloquy.Sources.Rows;
using Colloquy.TestKit;
using Colloquy.TestKit.Contracts;
using Colloquy.TestKit.Sources;

namespace Colloquy.IntegrationTests.NocoDb;

/// <summary>The contract over a real NocoDB. Bases are made once for all tests that want the same rows.</summary>
public abstract class NocoDbSourceContract : SourceContract
{
    private static readonly SourceRows DifyRows = Some.DifyRows(conversations: 60, seed: 17);
    private static readonly ConcurrentDictionary<string, Lazy<Task<DifyBase>>> Bases = new();

    protected override SourceRows Rows => DifyRows;

    protected override (string Row, string Reason, string Column) BadRow =>
        (Line(DifyRows.Messages[0], ("id", "b0000000-0000-4000-8000-000000000000"), ("query", "hush"), ("answer", "hush"), ("inputs", 7)), DeadReason.WrongType, "inputs");

    /// <summary>Where the source finds a server that serves these bases.</summary>
    private protected virtual Task<(NocoDbServer Server, string Url)> ServerAsync() => DirectlyAsync();

    protected override async Task<ISource> OpenAsync(SourceRows rows)
    {
        var (server, url) = await ServerAsync();
        var dify = await Bases.GetOrAdd($"{server.Url} {rows.Messages.Length}", _ => new Lazy<Task<DifyBase>>(() => LoadAsync(server, rows))).Value;
        return Source(url, server.Token, dify.Id);
    }

    private protected static async Task<(NocoDbServer Server, string Url)> DirectlyAsync()
    {
        var server = await NocoDbServer.SharedAsync(Stop);
        return (server, server.Url);
    }

    private protected static async Task<(NocoDbServer Server, string Url)> ThroughAsync(NocoDbServer server, Func<ProxiedRequest, Fault?> script)
    {
        var proxy = await FaultProxy.StartAsync(server.Url);
        proxy.Script = script;
        return (server, proxy.Url);
    }

    private protected static NocoDbSource Source(string url, string token, string project) => new(
        new NocoDbOptions { BaseUrl = new Uri(url), Token = new Secret(token), BaseId = project }, new RowReader(TimeZoneInfo.Utc), TimeProvider.System);

    private protected static string Line(string row, params (string Name, JsonNode? Value)[] changes)
    {
        var changed = JsonNode.Parse(row)!.AsObject();
        foreach (var (name, value) in changes)
        {
            changed[name] = value;
        }

        return changed.ToJsonString();
    }

    private static async Task<DifyBase> LoadAsync(NocoDbServer server, SourceRows rows)
    {
        var dify = await server.CreateDifyAsync(Stop, optionalTables: true);
        await dify.LoadRowsAsync("apps", rows.Apps, Stop);
        await dify.LoadRowsAsync("conversations", rows.Conversations, Stop);
        await dify.LoadRowsAsync("messages", rows.Messages, Stop);
        await dify.LoadRowsAsync("message_feedbacks", rows.Feedbacks, Stop);
        return dify;
    }
}

/// <summary>A PostgreSQL database in Dify's schema, attached to NocoDB.</summary>
public sealed class NocoDbOverPostgresContract : NocoDbSourceContract;

/// <summary>A server that has API v3 only.</summary>
public sealed class NocoDbV3Contract : NocoDbSourceContract
{
    private protected override async Task<(NocoDbServer Server, string Url)> ServerAsync() => await ThroughAsync(
        await NocoDbServer.SharedAsync(Stop),
        request => request.Path.StartsWith("/api/v2/", StringComparison.Ordinal)
            ? new Fault.Answer(404, $$"""{"error":"NOT_FOUND","message":"Cannot GET {{request.Path}}"}""", "application/json")
            : null);
}

/// <summary>A server whose filters compare days, as early versions do.</summary>
public sealed partial class NocoDbDaysContract : NocoDbSourceContract
{
    private protected override async Task<(NocoDbServer Server, string Url)> ServerAsync() => await ThroughAsync(
        await NocoDbServer.SharedAsync(Stop), _ => new Fault.Rewrite(query => Clock().Replace(query, "")));

    [GeneratedRegex("(?<=exactDate%2C[0-9-]{10})T[0-9]{2}%3A[0-9]{2}%3A[0-9]{2}Z")]
    private static partial Regex Clock();
}

/// <summary>A server that gives few rows at once.</summary>
public sealed class NocoDbSmallPagesContract : NocoDbSourceContract
{
    private static readonly Lazy<Task<NocoDbServer>> Own = new(() => NocoDbServer.StartOwnAsync(CancellationToken.None, ("DB_QUERY_LIMIT_MAX", "7")));

    private protected override async Task<(NocoDbServer Server, string Url)> ServerAsync() => (await Own.Value, (await Own.Value).Url);
}

/// <summary>Tables that were made in NocoDB, with columns of other names.</summary>
public sealed class NocoDbOwnTablesContract : NocoDbSourceContract
{
    private static readonly ConcurrentDictionary<int, Lazy<Task<OwnBase>>> Bases = new();

    private static readonly (string Dify, string Own)[] Conversation =
    [
        ("id", "conversation_id"), ("created_at", "started_at"), ("updated_at", "changed_at"), ("app_id", "app_id"), ("mode", "mode"), ("name", "name"), ("summary", "summary"),
        ("inputs", "inputs"), ("status", "status"), ("from_source", "from_source"), ("from_end_user_id", "from_end_user_id"), ("is_deleted", "is_deleted"),
        ("dialogue_count", "dialogue_count"),
    ];

    private static readonly (string Dify, string Own)[] Message =
    [
        ("id", "message_id"), ("created_at", "sent_at"), ("conversation_id", "conversation_id"), ("query", "query"), ("answer", "answer"), ("message_tokens", "message_tokens"),
        ("answer_tokens", "answer_tokens"), ("total_price", "total_price"), ("currency", "currency"), ("provider_response_latency", "provider_response_latency"), ("status", "status"),
        ("error", "error"), ("parent_message_id", "parent_message_id"), ("message_metadata", "message_metadata"),
    ];

    protected override SourceRows Rows { get; } = Reduce(Some.DifyRows(conversations: 60, seed: 18));

    protected override (string Row, string Reason, string Column) BadRow =>
        (Line(Rows.Messages[0], ("id", "bad-time"), ("query", "hush"), ("answer", "hush"), ("created_at", null)), DeadReason.MissingValue, "created_at");

    protected override async Task<ISource> OpenAsync(SourceRows rows)
    {
        var server = await NocoDbServer.SharedAsync(Stop);
        var own = await Bases.GetOrAdd(rows.Messages.Length, _ => new Lazy<Task<OwnBase>>(() => InsertAsync(server, rows))).Value;
        return Source(server.Url, server.Token, own.Id);
    }

    private static async Task<OwnBase> InsertAsync(NocoDbServer server, SourceRows rows)
    {
        var own = await server.CreateOwnAsync(Stop);
        await own.InsertAsync("Conversation", rows.Conversations.Select(row => Rename(row, Conversation, toOwn: true)), Stop);
        await own.InsertAsync("Messages", rows.Messages.Select(row => Rename(row, Message, toOwn: true)), Stop);
        return own;
    }

    private static SourceRows Reduce(SourceRows rows) => new(
        [.. rows.Conversations.Select(row => Rename(row, Conversation, toOwn: false))], [.. rows.Messages.Select(row => Rename(row, Message, toOwn: false))], [], []);

    private static string Rename(string row, (string Dify, string Own)[] names, bool toOwn)
    {
        var from = JsonNode.Parse(row)!.AsObject();
        var to = new JsonObject();
        foreach (var (dify, own) in names)
        {
            to[toOwn ? own : dify] = from[dify]?.DeepClone();
        }

        return to.ToJsonString();
    }
}
