using System.Text.Json.Nodes;
using Colloquy.IntegrationTests.Faults;
using Colloquy.IntegrationTests.Laws;
using Colloquy.Model;
using Colloquy.Pipeline;
using Colloquy.Sources;
using Colloquy.Sources.NocoDb;
using Colloquy.Sources.Rows;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.NocoDb;

/// <summary>What changes in a Dify database between two runs reaches the record, with few requests; what does not change costs next to nothing.</summary>
public sealed class NocoDbChangesTests : IAsyncLifetime
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private static readonly RunRequest Collecting = new("collect", [Stage.Collect], RowScope.Everything, Full: false);

    private readonly TempFolder temp = new();
    private DifyBase dify = null!;
    private FaultProxy proxy = null!;
    private Home home = null!;
    private NocoDbServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await NocoDbServer.SharedAsync(Stop);
        dify = await server.CreateDifyAsync(Stop);
        proxy = await FaultProxy.StartAsync(server.Url);
        home = await Home.OpenAsync(temp.Under("home"), Stop);
        var rows = temp.Under("rows");
        SampleRows.Load().Times(6).WriteTo(rows);
        foreach (var table in (string[])["conversations", "messages"])
        {
            await dify.LoadRowsAsync(table, Directory.GetFiles(rows, table + "*").Order().SelectMany(File.ReadLines), Stop);
        }

        await CollectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await home.DisposeAsync();
        await proxy.DisposeAsync();
        await dify.DisposeAsync();
        temp.Dispose();
    }

    [Fact]
    public async Task Nothing_new_takes_six_requests_and_writes_nothing()
    {
        var before = await home.ContentAsync(Stop);
        Assert.InRange(await CollectAsync(expectedItems: 0), 1, 6);
        before.AssertSame(await home.ContentAsync(Stop));
    }

    [Theory]
    [InlineData("now() at time zone 'utc'")]
    [InlineData("(select max(created_at) + interval '1 minute' from messages where conversation_id = '{0}')")]
    public async Task One_new_turn_on_an_old_conversation_is_found_with_at_most_twelve_requests(string created)
    {
        var id = await AnOldConversationAsync();
        var turns = (await ThreadAsync(id)).Messages.Length;
        await dify.ExecuteAsync(
            $$"""
            insert into messages select (json_populate_record(m, json_build_object('id', gen_random_uuid(), 'query', 'one more thing',
              'created_at', {{created.Replace("{0}", id, StringComparison.Ordinal)}}, 'updated_at', now() at time zone 'utc'))).* from messages m where conversation_id = '{{id}}' limit 1;
            update conversations set updated_at = now() at time zone 'utc', dialogue_count = dialogue_count + 1 where id = '{{id}}'
            """,
            Stop);
        Assert.InRange(await CollectAsync(), 1, 12);
        var thread = await ThreadAsync(id);
        Assert.Equal(turns + 1, thread.Messages.Length);
        Assert.Contains(thread.Messages, m => m.Query == "one more thing");
        await AssertSameAsTheDatabaseAsync();
    }

    [Fact]
    public async Task A_turn_that_was_half_written_is_read_again_though_its_update_time_stands_still()
    {
        var id = await AnOldConversationAsync();
        await dify.ExecuteAsync(
            $"""
            insert into messages select (json_populate_record(m, json_build_object('id', '0fffffff-0000-4000-8000-000000000000', 'answer', '', 'answer_tokens', 0,
              'created_at', now() at time zone 'utc', 'updated_at', now() at time zone 'utc'))).* from messages m where conversation_id = '{id}' limit 1
            """,
            Stop);
        await CollectAsync();
        await dify.ExecuteAsync("update messages set answer = 'there it is', answer_tokens = 7 where id = '0fffffff-0000-4000-8000-000000000000'", Stop);
        await CollectAsync();
        Assert.Equal(("there it is", 7L), (await ThreadAsync(id)).Messages.Where(m => m.Id.StartsWith("0fffffff", StringComparison.Ordinal)).Select(m => (m.Answer, m.AnswerTokens!.Value)).Single());
        await AssertSameAsTheDatabaseAsync();
    }

    [Theory]
    [InlineData("update conversations set is_deleted = true, updated_at = now() at time zone 'utc' where id = '{0}'")]
    [InlineData("update conversations set is_deleted = true where id = '{0}'")]
    [InlineData("delete from messages where conversation_id = '{0}'; delete from conversations where id = '{0}'")]
    public async Task A_deleted_conversation_becomes_a_tombstone_without_text(string sql)
    {
        var id = await AnOldConversationAsync();
        await dify.ExecuteAsync(sql.Replace("{0}", id, StringComparison.Ordinal), Stop);
        await CollectAsync();
        var thread = await ThreadAsync(id);
        Assert.Equal(new Conversation { Id = id, CreatedAt = thread.Conversation.CreatedAt, UpdatedAt = thread.Conversation.UpdatedAt, IsDeleted = true }, thread.Conversation);
        Assert.Empty(thread.Messages);
        var counts = (await home.StatusAsync(Stop)).Counts;
        Assert.True(counts.Conversations.Reconciled && counts.Messages.Reconciled);
        Assert.InRange(await CollectAsync(expectedItems: 0), 1, 6);
    }

    [Fact]
    public async Task Old_messages_that_housekeeping_took_are_kept_and_marked()
    {
        var id = await AnOldConversationAsync();
        var before = await ThreadAsync(id);
        var gone = before.Messages.Take(2).Select(m => m.Id).Order(StringComparer.Ordinal).ToList();
        await dify.ExecuteAsync($"delete from messages where id in ('{string.Join("','", gone)}')", Stop);
        await CollectAsync();
        var after = await ThreadAsync(id);
        Assert.Equal(before.Messages, after.Messages);
        Assert.Equal(gone, after.GoneMessages);
        Assert.Equal(2, (await home.StatusAsync(Stop)).Counts.GoneMessages);
        Assert.InRange(await CollectAsync(expectedItems: 0), 1, 6);
    }

    [Fact]
    public async Task What_came_from_files_does_not_vanish_with_a_NocoDB()
    {
        var files = temp.Under("files");
        Directory.CreateDirectory(files);
        var conversation = JsonNode.Parse(File.ReadLines(Path.Combine(Repository.Sample, "conversations.jsonl")).First())!.AsObject();
        conversation["id"] = "only-in-a-file";
        await File.WriteAllTextAsync(Path.Combine(files, "conversations.jsonl"), conversation.ToJsonString(), Stop);
        await home.RunAsync(files, Stop);
        await dify.ExecuteAsync($"delete from conversations where id = '{await AnOldConversationAsync()}'", Stop);
        await CollectAsync();
        Assert.False((await ThreadAsync("only-in-a-file")).Conversation.IsDeleted);
    }

    private async Task<string> AnOldConversationAsync() => await dify.ScalarAsync<string>(
        "select c.id::text from conversations c where not is_deleted and dialogue_count > 3 and invoke_from <> 'debugger' order by created_at offset 200 limit 1", Stop);

    private async Task<ConversationThread> ThreadAsync(string id) => (await home.Store.ReadThreadAsync(id, Stop))!.Thread;

    private NocoDbSource Source() => new(
        new NocoDbOptions { BaseUrl = new Uri(proxy.Url), Token = new Secret(server.Token), BaseId = dify.Id }, new RowReader(TimeZoneInfo.Utc), TimeProvider.System);

    /// <returns>Requests that the run took.</returns>
    private async Task<int> CollectAsync(long? expectedItems = null)
    {
        var before = proxy.Requests.Count;
        using var source = Source();
        var run = await home.RunAsync(source, Stop, Collecting);
        Assert.True(run.ExitCode == 0, run.Problem);
        Assert.Equal(expectedItems ?? run.Stages[0].Items, run.Stages[0].Items);
        return proxy.Requests.Count - before;
    }

    // Everything that the database has and that is not deleted, against the same read from nothing.
    private async Task AssertSameAsTheDatabaseAsync(Home? other = null)
    {
        var stored = await IdsAsync(other ?? home);
        await using var again = await Home.OpenAsync(temp.Under("again"), Stop);
        using var source = Source();
        Assert.Equal(0, (await again.RunAsync(source, Stop, Collecting)).ExitCode);
        Assert.Equal(await IdsAsync(again), stored);
    }

    private static async Task<SortedSet<string>> IdsAsync(Home home)
    {
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var thread in home.Store.ReadUnlabelledAsync("", all: true, Stop))
        {
            ids.UnionWith(thread.Messages.Where(m => !thread.GoneMessages.Contains(m.Id)).Select(m => $"{m.Id} {m.Answer} {m.AnswerTokens} {m.UpdatedAt:O}"));
        }

        return ids;
    }
}
