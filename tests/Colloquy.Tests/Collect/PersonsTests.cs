using Colloquy.Collect;
using Colloquy.Model;
using Colloquy.Sources;
using Colloquy.Sources.Files;
using Colloquy.Sources.Rows;
using Colloquy.Sqlite;
using Colloquy.TestKit;
using Colloquy.TestKit.Sources;

namespace Colloquy.Tests.Collect;

/// <summary>Who people are, across apps and sessions.</summary>
public sealed class PersonsTests
{
    private const string Users = """
        {"id":"u1","external_user_id":"ada","is_anonymous":false}
        {"id":"u2","external_user_id":"ada","is_anonymous":"f"}
        {"id":"u3","external_user_id":"a session","is_anonymous":true}
        """;

    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_end_users_of_one_person_are_one_actor_and_an_anonymous_one_stays_himself()
    {
        using var folder = new TempFolder();
        await using var store = await CollectAsync(folder, Users);
        Assert.Equal(
            [new Actor(ActorKind.EndUser, "ada"), new Actor(ActorKind.EndUser, "ada"), new Actor(ActorKind.EndUser, "u3"), new Actor(ActorKind.EndUser, "u4")],
            await ActorsAsync(store));
        Assert.Equal("u1", (await store.ReadThreadAsync("c1", Stop))!.Thread.Conversation.FromEndUserId);
    }

    [Fact]
    public async Task An_end_user_that_comes_later_counts_when_everything_is_read_again()
    {
        using var folder = new TempFolder();
        await using var store = await CollectAsync(folder, "");
        Assert.Equal("u1", (await ActorsAsync(store))[0].Id);
        folder.With([new("end_users.jsonl", RowFormat.Utf8(Users))]);
        await CollectAsync(folder, store, full: true);
        Assert.Equal("ada", (await ActorsAsync(store))[0].Id);
    }

    private static async Task<SqliteStore> CollectAsync(TempFolder folder, string users)
    {
        var lines = Enumerable.Range(1, 4).Select(i =>
            ($$"""{"id":"c{{i}}","from_end_user_id":"u{{i}}","created_at":"2025-04-01"}""", $$"""{"id":"m{{i}}","conversation_id":"c{{i}}","query":"","answer":"","from_end_user_id":"u{{i}}","created_at":"2025-04-01"}""")).ToList();
        folder.With([new("conversations.jsonl", RowFormat.Lines(lines.Select(l => l.Item1))), new("messages.jsonl", RowFormat.Lines(lines.Select(l => l.Item2)))]);
        if (users.Length > 0)
        {
            folder.With([new("end_users.jsonl", RowFormat.Utf8(users))]);
        }

        var store = new SqliteStore(folder.Under("store.db"));
        await store.OpenAsync(Stop);
        await CollectAsync(folder, store, full: false);
        return store;
    }

    private static Task<CollectResult> CollectAsync(TempFolder folder, SqliteStore store, bool full)
    {
        var rows = new RowReader(TimeZoneInfo.Utc);
        var source = new FilesSource(folder.Path, rows, TimeProvider.System);
        return new Collector(source, store, rows, Some.ExecutorOver(store), 1_000, 1, null).CollectAsync(RowScope.Everything, full, Stop);
    }

    private static async Task<List<Actor>> ActorsAsync(SqliteStore store)
    {
        var actors = new List<Actor>();
        for (var i = 1; i <= 4; i++)
        {
            var thread = (await store.ReadThreadAsync($"c{i}", Stop))!.Thread;
            Assert.Equal(thread.Conversation.Actor, Assert.Single(thread.Messages).Actor);
            actors.Add(thread.Conversation.Actor!.Value);
        }

        return actors;
    }
}
