using Colloquy.Model;
using Colloquy.Stores;
using CsCheck;
using Xunit;

namespace Colloquy.TestKit.Contracts;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Rows_come_back_as_they_were_committed()
    {
        var rows = Gen.Select(Some.AnyRow<Conversation>(), Some.AnyRow<Message>().Array[0, 8], Some.AnyRow<Feedback>().Array[0, 4]);
        await rows.SampleAsync(
            async sample =>
            {
                var conversation = sample.Item1 with { IsDeleted = false };
                var messages = sample.Item2.Select((m, i) => m with { Id = Some.Uuid(i), ConversationId = conversation.Id }).ToArray();
                var feedbacks = sample.Item3.Select((f, i) => f with { Id = $"f{i}", ConversationId = conversation.Id }).ToArray();
                await using var store = await OpenAsync();
                await store.CommitAsync(Some.Page() with { Conversations = [conversation], Messages = messages, Feedbacks = feedbacks }, Stop);
                var thread = await ThreadAsync(store, conversation.Id);
                Assert.Equal(conversation, thread.Conversation);
                Assert.Equal(messages.OrderBy(m => m.CreatedAt).ThenBy(m => m.Id, StringComparer.Ordinal), thread.Messages);
                Assert.Equal(feedbacks, thread.Feedbacks);
                Assert.Equal(1, thread.Version);
            },
            iter: 60);
    }

    [Fact]
    public async Task Rows_that_did_not_change_are_not_written()
    {
        await using var store = await OpenAsync();
        var page = Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow("m1"), Some.MessageRow("m2")], Feedbacks = [Some.FeedbackRow()] };
        Assert.Equal(new CommitResult(4, 0, 0, 0, 0), await store.CommitAsync(page, Stop));
        await LabelAsync(store);
        await CompleteAsync(store, DayProjection.Lake);

        Assert.Equal(new CommitResult(0, 0, 4, 0, 0), await store.CommitAsync(page with { Generation = 2 }, Stop));
        Assert.Equal(1, (await ThreadAsync(store)).Version);
        Assert.Equal(0, await store.CountUnlabelledAsync("r1", false, Stop));
        Assert.Empty(await DueAsync(store, DayProjection.Lake));
    }

    [Fact]
    public async Task Prices_that_differ_in_trailing_zeros_are_equal()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow() with { TotalPrice = 1.0m }] }, Stop);
        Assert.Equal(1, (await store.CommitAsync(Some.Page(2) with { Messages = [Some.MessageRow() with { TotalPrice = 1.00m }] }, Stop)).Unchanged);
    }

    [Theory]
    [InlineData("2025-04-02T00:00:00Z", 1, true)]
    [InlineData("2025-04-02T00:00:00Z", 0, true)]
    [InlineData("2025-03-31T00:00:00Z", 2, false)]
    [InlineData(null, 2, true)]
    [InlineData(null, 0, false)]
    public async Task A_row_replaces_the_stored_one_when_it_is_newer(string? updated, long generation, bool replaces)
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow(answer: "")] }, Stop);
        var result = await store.CommitAsync(Some.Page(generation) with { Messages = [Some.MessageRow(updated: updated, answer: "Done.")] }, Stop);
        Assert.Equal(replaces ? new CommitResult(0, 1, 0, 0, 0) : new CommitResult(0, 0, 1, 0, 0), result);
        var thread = await ThreadAsync(store);
        Assert.Equal(replaces ? "Done." : "", Assert.Single(thread.Messages).Answer);
        Assert.Equal(replaces ? 2 : 1, thread.Version);
    }

    [Fact]
    public async Task Of_two_versions_in_one_page_the_newer_stays()
    {
        await using var store = await OpenAsync();
        var old = Some.MessageRow(updated: "2025-04-01T13:00:00Z", answer: "old");
        var young = Some.MessageRow(updated: "2025-04-01T14:00:00Z", answer: "young");
        var result = await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [old, young, old] }, Stop);
        Assert.Equal(new CommitResult(2, 0, 2, 0, 0), result);
        Assert.Equal("young", Assert.Single((await ThreadAsync(store)).Messages).Answer);
        Assert.Equal(1, (await store.CountAsync(Stop)).Messages.Seen);
    }

    [Fact]
    public async Task Rows_of_an_unknown_conversation_throw_and_nothing_of_the_page_is_stored()
    {
        await using var store = await OpenAsync();
        var page = Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow(), Some.MessageRow("m2", "nowhere")], Apps = [new App("a", "A", null)] };
        await Assert.ThrowsAsync<ArgumentException>(() => store.CommitAsync(page, Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => store.CommitAsync(Some.Page() with { Feedbacks = [Some.FeedbackRow()] }, Stop));
        Assert.Null(await store.ReadThreadAsync("c1", Stop));
        Assert.Empty(await store.ReadAppsAsync(Stop));
        Assert.Equal(0, (await store.CountAsync(Stop)).Messages.Seen);
    }

    [Fact]
    public async Task One_message_id_in_two_conversations_is_two_rows()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(
            Some.Page() with
            {
                Conversations = [Some.ConversationRow("c1"), Some.ConversationRow("c2")],
                Messages = [Some.MessageRow("m", "c1", query: "one"), Some.MessageRow("m", "c2", query: "two")],
            },
            Stop);
        Assert.Equal("one", Assert.Single((await ThreadAsync(store, "c1")).Messages).Query);
        Assert.Equal("two", Assert.Single((await ThreadAsync(store, "c2")).Messages).Query);
        Assert.Equal(2, (await store.CountAsync(Stop)).Messages.Stored);
    }

    [Fact]
    public async Task Ids_that_differ_in_case_only_are_two_conversations()
    {
        await using var store = await OpenAsync();
        var (lower, upper) = (Some.Uuid(0xabc), Some.Uuid(0xabc).ToUpperInvariant());
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow(lower), Some.ConversationRow(upper)] }, Stop);
        Assert.Equal(upper, (await ThreadAsync(store, upper)).Conversation.Id);
        Assert.Equal(lower, (await ThreadAsync(store, lower)).Conversation.Id);
    }

    [Fact]
    public async Task Versions_grow_by_one_with_each_page_that_changes_the_thread()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow("c1"), Some.ConversationRow("c2")] }, Stop);
        await store.CommitAsync(Some.Page() with { Messages = [Some.MessageRow("m1"), Some.MessageRow("m2")] }, Stop);
        await store.CommitAsync(Some.Page() with { Feedbacks = [Some.FeedbackRow()] }, Stop);
        Assert.Equal(3, (await ThreadAsync(store, "c1")).Version);
        Assert.Equal(1, (await ThreadAsync(store, "c2")).Version);
    }

    [Fact]
    public async Task Finding_names_the_conversations_that_are_stored_deleted_or_not()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow("c1"), Some.ConversationRow(Some.Uuid(2)) with { IsDeleted = true }] }, Stop);
        var found = await store.FindAsync(["c1", Some.Uuid(2), "c3", "c1"], Stop);
        Assert.Equal([Some.Uuid(2), "c1"], found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_unknown_thread_is_null()
    {
        await using var store = await OpenAsync();
        Assert.Null(await store.ReadThreadAsync("nobody", Stop));
    }

    [Fact]
    public async Task Apps_keep_the_name_of_the_latest_collect()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page(1) with { Apps = [new App("a", "Old", "chat"), new App("b", "B", null)] }, Stop);
        await store.CommitAsync(Some.Page(2) with { Apps = [new App("a", "New", "chat")] }, Stop);
        await store.CommitAsync(Some.Page(1) with { Apps = [new App("a", "Older", "chat")] }, Stop);
        var apps = await store.ReadAppsAsync(Stop);
        Assert.Equal(new App("a", "New", "chat"), apps["a"]);
        Assert.Equal(new App("b", "B", null), apps["b"]);
    }

    [Fact]
    public async Task Marks_are_kept_by_source_and_key_and_their_bytes_summed()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Mark = new SourceMark("a.jsonl", "1", 100, 2) }, Stop);
        await store.CommitAsync(Some.Page() with { Mark = new SourceMark("b.jsonl", "1", 50, 1) }, Stop);
        await store.CommitAsync(Some.Page() with { Mark = new SourceMark("a.jsonl", "2", 110, 3) }, Stop);
        await store.CommitAsync(Some.Page() with { Source = "other", Mark = new SourceMark("a.jsonl", "9", 7, 1) }, Stop);
        var marks = await store.ReadMarksAsync("files:here", Stop);
        Assert.Equal(new SourceMark("a.jsonl", "2", 110, 3), marks["a.jsonl"]);
        Assert.Equal(2, marks.Count);
        Assert.Equal(167, (await store.CountAsync(Stop)).RawBytes);
    }

    [Fact]
    public async Task A_mark_is_committed_with_its_page_or_not_at_all()
    {
        await using var store = await OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(
            () => store.CommitAsync(Some.Page() with { Messages = [Some.MessageRow()], Mark = new SourceMark("a", "1", 1, 1) }, Stop));
        Assert.Empty(await store.ReadMarksAsync("files:here", Stop));
    }
}
