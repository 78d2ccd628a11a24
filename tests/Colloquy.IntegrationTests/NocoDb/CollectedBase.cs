using Colloquy.IntegrationTests.Faults;
using Colloquy.IntegrationTests.Laws;
using Colloquy.Model;
using Colloquy.Pipeline;
using Colloquy.Sources.NocoDb;
using Colloquy.Sources.Rows;
using Colloquy.Stores;
using Colloquy.TestKit;
using Colloquy.TestKit.Sources;

namespace Colloquy.IntegrationTests.NocoDb;

/// <summary>A database in Dify's shape, and a home that collects it through NocoDB and a proxy.</summary>
internal sealed class CollectedBase : IAsyncDisposable
{
    private readonly TempFolder temp = new();
    private readonly NocoDbSource source;

    private CollectedBase(DifyBase rows, FaultProxy proxy, NocoDbSource source, TempFolder temp, Home home) =>
        (Rows, Proxy, this.source, this.temp, Home) = (rows, proxy, source, temp, home);

    public DifyBase Rows { get; }

    public FaultProxy Proxy { get; }

    public Home Home { get; }

    public IStore Store => Home.Store;

    public static async Task<CollectedBase> CreateAsync(CancellationToken stop, bool optionalTables = false)
    {
        var server = await NocoDbServer.SharedAsync(stop);
        var rows = await server.CreateDifyAsync(stop, optionalTables);
        var proxy = await FaultProxy.StartAsync(server.Url);
        var options = new NocoDbOptions { BaseUrl = new Uri(proxy.Url), BaseId = rows.Id, Token = new Secret(server.Token) };
        var temp = new TempFolder();
        return new CollectedBase(rows, proxy, new NocoDbSource(options, new RowReader(TimeZoneInfo.Utc), TimeProvider.System), temp, await Home.OpenAsync(temp.Path, stop));
    }

    public Task SqlAsync(string sql, CancellationToken stop) => Rows.ExecuteAsync(sql, stop);

    /// <returns>Rows that the source gave, rows that were written, and requests that it took.</returns>
    public async Task<(long Rows, long Written, int Requests)> CollectAsync(CancellationToken stop, int exitCode = ExitCode.Done)
    {
        var before = Proxy.Requests.Count;
        var run = await Home.RunAsync(source, stop, RunRequest.Run with { Stages = [Stage.Collect] });
        Assert.Equal(exitCode, run.ExitCode);
        return (run.Stages[0].Items, run.Stages[0].Written, Proxy.Requests.Count - before);
    }

    public async Task<ImmutableSortedDictionary<string, SourceMark>> MarksAsync(CancellationToken stop) => (await Store.ReadMarksAsync(source.Name, stop)).ToImmutableSortedDictionary();

    public async Task<ConversationThread> ThreadAsync(string conversation, CancellationToken stop) => (await Store.ReadThreadAsync(conversation, stop))!.Thread;

    /// <summary>The record is what the database holds of conversations that are not deleted.</summary>
    public async Task AssertSameAsync(CancellationToken stop)
    {
        var stored = await Store.ReadUnlabelledAsync("", all: true, stop).ToListAsync(stop);
        AssertSame(await ReadAsync(SourceTable.Conversations, "conversations where not is_deleted", row => row.Conversation!, stop), stored.Select(t => t.Conversation));
        AssertSame(
            await ReadAsync(SourceTable.Messages, "messages where conversation_id in (select id from conversations where not is_deleted)", row => row.Message!, stop),
            stored.SelectMany(t => t.Messages.Where(m => !t.GoneMessages.Contains(m.Id))));
    }

    public async ValueTask DisposeAsync()
    {
        await Home.DisposeAsync();
        temp.Dispose();
        source.Dispose();
        await Proxy.DisposeAsync();
        await Rows.DisposeAsync();
    }

    private static void AssertSame<T>(List<T> rows, IEnumerable<T> record)
    {
        var recorded = record.ToList();
        var differences = rows.Except(recorded).Select(row => "only in the database: " + row).Concat(recorded.Except(rows).Select(row => "only in the record: " + row)).ToList();
        Assert.True(differences.Count == 0, $"{differences.Count} differences:\n{string.Join('\n', differences.Take(20))}");
        Assert.Equal(rows.Count, recorded.Count);
    }

    private async Task<List<T>> ReadAsync<T>(SourceTable table, string from, Func<ParsedRow, T> row, CancellationToken stop)
    {
        var rows = await Rows.ScalarAsync<string[]>($"select coalesce(array_agg(row_to_json(r)::text), '{{}}') from (select * from {from}) r", stop);
        var reader = new RowReader(TimeZoneInfo.Utc);
        return [.. rows.Select(json => row(reader.Read(table, RowFormat.Utf8(json), "")))];
    }
}
