using System.Text;
using Colloquy.Collect;
using Colloquy.Model;
using Colloquy.Sources;
using Colloquy.Sources.Rows;
using Colloquy.Sqlite;
using Colloquy.Stores;
using Colloquy.TestKit;

namespace Colloquy.Tests.Collect;

/// <summary>Rows of every table come back from the dead letters once they can be read.</summary>
public sealed class ReplayerTests : IAsyncLifetime
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private readonly TempFolder folder = new();
    private readonly SqliteStore store;

    public ReplayerTests() => store = new SqliteStore(folder.Under("store.db"));

    public async ValueTask InitializeAsync() => await store.OpenAsync(Stop);

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Every_table_is_replayed_and_a_row_comes_after_those_it_refers_to()
    {
        await BuryAsync(
            Letter(
                SourceTable.Feedbacks,
                "f1",
                """{"id":"f1","conversation_id":"c1","message_id":"m1","rating":"like","created_at":"2025-04-01"}"""),
            Letter(
                SourceTable.Messages,
                "m1",
                """{"id":"m1","conversation_id":"c1","query":"","answer":"","from_end_user_id":"u1","created_at":"2025-04-01"}"""),
            Letter(SourceTable.Conversations, "c1", """{"id":"c1","app_id":"a1","from_end_user_id":"u1","created_at":"2025-04-01"}"""),
            Letter(SourceTable.EndUsers, "u1", """{"id":"u1","external_user_id":"ada","is_anonymous":false}"""),
            Letter(SourceTable.Apps, "a1", """{"id":"a1","name":"Concierge"}"""));

        var result = await ReplayAsync();

        Assert.Equal((5, 5), (result.Tried, result.Revived));
        Assert.Empty(await store.CountDeadLettersAsync(DeadLetterFilter.Everything, Stop));
        Assert.Equal("Concierge", (await store.ReadAppsAsync(Stop))["a1"].Name);
        var thread = (await store.ReadThreadAsync("c1", Stop))!.Thread;
        Assert.Equal(new Actor(ActorKind.EndUser, "ada"), thread.Conversation.Actor);
        Assert.Equal(new Actor(ActorKind.EndUser, "ada"), Assert.Single(thread.Messages).Actor);
        Assert.Single(thread.Feedbacks);
    }

    [Fact]
    public async Task Rows_that_still_cannot_be_read_or_have_no_conversation_stay_dead()
    {
        await BuryAsync(
            Letter(SourceTable.Apps, "a1", """{"id":"a1"}"""),
            Letter(SourceTable.EndUsers, "u1", """{"id":"u1","external_user_id":"ada","created_at":"never"}"""),
            Letter(SourceTable.Messages, "m1", """{"id":"m1","conversation_id":"c1","query":"","answer":"","created_at":"2025-04-01"}"""));

        var result = await ReplayAsync();

        Assert.Equal((3, 0), (result.Tried, result.Revived));
        Assert.Equal(3, (await store.CountDeadLettersAsync(DeadLetterFilter.Everything, Stop)).Values.Sum());
        Assert.Empty(await store.ReadAppsAsync(Stop));
    }

    [Fact]
    public async Task Only_the_letters_of_the_table_asked_for_are_tried()
    {
        await BuryAsync(
            Letter(SourceTable.Apps, "a1", """{"id":"a1","name":"Concierge"}"""),
            Letter(SourceTable.EndUsers, "u1", """{"id":"u1","external_user_id":"ada"}"""));

        Assert.Equal(1, (await ReplayAsync(SourceTable.EndUsers)).Tried);
        Assert.Equal(1, (await store.CountDeadLettersAsync(new DeadLetterFilter { Table = SourceTable.Apps }, Stop)).Values.Sum());
    }

    private static DeadLetter Letter(SourceTable table, string id, string row) => new(
        DeadLetter.KeyOf(table, id), table, id, DeadReason.WrongType, "column x: not a time", "a file", Encoding.UTF8.GetBytes(row));

    private Task<CommitResult> BuryAsync(params DeadLetter[] letters) =>
        store.CommitAsync(new PageCommit { Source = "files:rows", Generation = 1, DeadLetters = letters }, Stop);

    private Task<ReplayResult> ReplayAsync(SourceTable? table = null) =>
        new Replayer(store, new RowReader(TimeZoneInfo.Utc)).ReplayAsync(new DeadLetterFilter { Table = table }, Stop);
}
