using Colloquy.Model;
using Colloquy.Stores;
using Xunit;

namespace Colloquy.TestKit.Contracts;

public abstract partial class StoreContract
{
    private static readonly PageCommit Whole = Some.Page() with
    {
        Conversations = [Some.ConversationRow(), Some.ConversationRow("c2")],
        Messages = [Some.MessageRow("m1"), Some.MessageRow("m2", created: "2025-04-03T08:00:00Z"), Some.MessageRow("m3", "c2")],
        Feedbacks = [Some.FeedbackRow()],
    };

    [Fact]
    public async Task An_excluded_conversation_keeps_only_ids_and_counts_as_excluded()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Whole, Stop);
        await LabelAsync(store);
        await store.SaveAnnotationAsync(Some.Annotation(), [], Stop);
        Assert.Equal(["c1"], await store.ExcludeAsync(["c1", "nowhere"], Stop));

        var (thread, labels) = (await store.ReadThreadAsync("c1", Stop))!;
        Assert.True(thread.Conversation.IsDeleted);
        Assert.Null(thread.Conversation.Name);
        Assert.Null(thread.Conversation.FromEndUserId);
        Assert.Empty(thread.Messages);
        Assert.Empty(thread.Feedbacks);
        Assert.Empty(labels);
        Assert.Empty(await store.ReadAnnotationsAsync(["c1"], Stop));
        Assert.Equal(["c1"], await store.FindAsync(["c1"], Stop));
        var counts = await store.CountAsync(Stop);
        Assert.Equal((new TableCounts(2, 1, 1, 0), new TableCounts(3, 1, 2, 0), new TableCounts(1, 0, 1, 0), 1L), (counts.Conversations, counts.Messages, counts.Feedbacks, counts.ExcludedByHand));
        Assert.Equal(["c2"], (await ListAsync(store.ReadUnlabelledAsync("r2", true, Stop))).Select(t => t.Conversation.Id));
        Assert.Equal([Day("2025-04-01")], await store.ReadActiveDaysAsync(DateOnly.MinValue, DateOnly.MaxValue, Stop));
    }

    [Fact]
    public async Task Excluding_makes_the_days_of_the_conversation_due()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Whole, Stop);
        await LabelAsync(store);
        await CompleteAsync(store, DayProjection.Lake);
        await CompleteAsync(store, DayProjection.Measures);
        await store.ExcludeAsync(["c1"], Stop);
        Assert.Equal([Day("2025-04-01"), Day("2025-04-03")], await DueAsync(store, DayProjection.Lake));
        Assert.Equal([Day("2025-04-01"), Day("2025-04-03")], await DueAsync(store, DayProjection.Measures));
        Assert.Equal("c2", Assert.Single(await store.ReadDayAsync(Day("2025-04-01"), Stop)).Thread.Conversation.Id);
    }

    [Fact]
    public async Task Excluding_twice_is_excluding_once()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Whole, Stop);
        await store.ExcludeAsync(["c1"], Stop);
        var version = (await ThreadAsync(store)).Version;
        Assert.Equal(["c1"], await store.ExcludeAsync(["c1", "c1"], Stop));
        Assert.Equal(version, (await ThreadAsync(store)).Version);
        Assert.Equal(new TableCounts(3, 1, 2, 0), (await store.CountAsync(Stop)).Messages);
    }

    [Fact]
    public async Task No_row_wakes_an_excluded_conversation_and_new_messages_of_it_keep_only_their_id()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Whole, Stop);
        await store.ExcludeAsync(["c1"], Stop);
        var newer = Some.ConversationRow(updated: "2025-05-01T00:00:00Z");
        Assert.Equal(new CommitResult(0, 0, 3, 1, 0), await store.CommitAsync(
            Some.Page(2) with { Conversations = [newer, newer with { IsDeleted = true }], Messages = [Some.MessageRow("m1"), Some.MessageRow("m4")] }, Stop));
        Assert.Empty((await ThreadAsync(store)).Messages);
        Assert.True((await ThreadAsync(store)).Conversation.IsDeleted);
        var counts = await store.CountAsync(Stop);
        Assert.Equal((new TableCounts(2, 1, 1, 0), new TableCounts(4, 1, 3, 0)), (counts.Conversations, counts.Messages));
        Assert.Equal(1, counts.ExcludedByHand);
    }

    [Fact]
    public async Task A_readmitted_conversation_comes_back_with_its_next_row_be_it_the_one_of_before()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Whole, Stop);
        await store.ExcludeAsync(["c1"], Stop);
        Assert.Equal(["c1"], await store.ReadmitAsync(["c1", "c2", "nowhere"], Stop));
        Assert.True((await ThreadAsync(store)).Conversation.IsDeleted);
        Assert.Empty(await store.ReadmitAsync(["c1"], Stop));

        await store.CommitAsync(Whole, Stop);
        var thread = await ThreadAsync(store);
        Assert.Equal(Some.ConversationRow(), thread.Conversation);
        Assert.Equal(["m1", "m2"], thread.Messages.Select(m => m.Id));
        var counts = await store.CountAsync(Stop);
        Assert.Equal((new TableCounts(2, 2, 0, 0), new TableCounts(3, 3, 0, 0), 0L), (counts.Conversations, counts.Messages, counts.ExcludedByHand));
    }

    [Fact]
    public async Task A_conversation_that_its_source_deleted_can_be_excluded_and_stays_gone_when_it_comes_again()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Whole, Stop);
        await store.CommitAsync(Some.Page() with { Conversations = [Deleted] }, Stop);
        await store.ExcludeAsync(["c1"], Stop);
        await store.CommitAsync(Some.Page(2) with { Conversations = [Some.ConversationRow(updated: "2025-06-01T00:00:00Z")] }, Stop);
        Assert.True((await ThreadAsync(store)).Conversation.IsDeleted);
    }

    [Fact]
    public async Task An_exclusion_is_there_after_reopening()
    {
        await using (var first = await OpenAsync("excluded"))
        {
            await first.CommitAsync(Whole, Stop);
            await first.ExcludeAsync(["c1"], Stop);
            await first.SettleAsync(Stop);
        }

        await using var second = await OpenAsync("excluded");
        await second.CommitAsync(Some.Page(2) with { Conversations = [Some.ConversationRow(updated: "2025-06-01T00:00:00Z")] }, Stop);
        Assert.True((await ThreadAsync(second)).Conversation.IsDeleted);
    }

    [Fact]
    public async Task What_is_excluded_is_not_found_by_its_words()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow(query: "zanzibar")] }, Stop);
        Assert.Single(await store.SearchAsync("zanzibar", 9, Stop));
        await store.ExcludeAsync(["c1"], Stop);
        Assert.Empty(await store.SearchAsync("zanzibar", 9, Stop));
    }
}
