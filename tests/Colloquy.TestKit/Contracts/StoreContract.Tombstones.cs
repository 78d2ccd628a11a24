using Colloquy.Model;
using Colloquy.Stores;
using Xunit;

namespace Colloquy.TestKit.Contracts;

public abstract partial class StoreContract
{
    private static readonly Conversation Deleted = Some.ConversationRow(updated: "2025-04-05T00:00:00Z") with { IsDeleted = true };

    [Fact]
    public async Task A_deletion_leaves_a_tombstone_without_content_and_counts_it_as_excluded()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(
            Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow("m1"), Some.MessageRow("m2")], Feedbacks = [Some.FeedbackRow()] }, Stop);
        await LabelAsync(store);

        Assert.Equal(new CommitResult(0, 0, 0, 1, 0), await store.CommitAsync(Some.Page() with { Conversations = [Deleted] }, Stop));
        var (thread, labels) = (await store.ReadThreadAsync("c1", Stop))!;
        Assert.Equal(new Conversation { Id = "c1", CreatedAt = Deleted.CreatedAt, UpdatedAt = Deleted.UpdatedAt, IsDeleted = true }, thread.Conversation);
        Assert.Empty(thread.Messages);
        Assert.Empty(thread.Feedbacks);
        Assert.Empty(labels);
        var counts = await store.CountAsync(Stop);
        Assert.Equal(new TableCounts(1, 0, 1, 0), counts.Conversations);
        Assert.Equal(new TableCounts(2, 0, 2, 0), counts.Messages);
        Assert.Equal(new TableCounts(1, 0, 1, 0), counts.Feedbacks);
        Assert.Equal(0, await store.CountUnlabelledAsync("r2", true, Stop));
        Assert.Empty(await ListAsync(store.ReadUnlabelledAsync("r2", true, Stop)));
        Assert.Empty(await store.ReadActiveDaysAsync(DateOnly.MinValue, DateOnly.MaxValue, Stop));
    }

    [Fact]
    public async Task Messages_and_feedbacks_of_a_tombstone_keep_only_their_id()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Deleted] }, Stop);
        var page = Some.Page() with { Messages = [Some.MessageRow()], Feedbacks = [Some.FeedbackRow()] };
        Assert.Equal(new CommitResult(0, 0, 0, 2, 0), await store.CommitAsync(page, Stop));
        Assert.Equal(new CommitResult(0, 0, 2, 0, 0), await store.CommitAsync(page, Stop));
        Assert.Empty((await ThreadAsync(store)).Messages);
        Assert.Equal(new TableCounts(1, 0, 1, 0), (await store.CountAsync(Stop)).Messages);
    }

    [Fact]
    public async Task The_same_deletion_again_is_no_change()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Deleted] }, Stop);
        Assert.Equal(new CommitResult(0, 0, 1, 0, 0), await store.CommitAsync(Some.Page(2) with { Conversations = [Deleted] }, Stop));
        Assert.Equal(1, (await ThreadAsync(store)).Version);
    }

    [Fact]
    public async Task Within_one_collect_a_deletion_wins_over_a_row_of_the_same_time()
    {
        await using var store = await OpenAsync();
        Conversation[] rows = [.. Enumerable.Range(0, 20).Select(i => Some.ConversationRow($"c{i}"))];
        Conversation[] deleted = [.. rows.Select(row => row with { IsDeleted = true })];
        await store.CommitAsync(Some.Page() with { Conversations = rows }, Stop);
        await store.CommitAsync(Some.Page() with { Conversations = deleted }, Stop);
        await store.CommitAsync(Some.Page() with { Conversations = rows }, Stop);
        Assert.Equal(new TableCounts(20, 0, 20, 0), (await store.CountAsync(Stop)).Conversations);
    }

    [Fact]
    public async Task An_older_row_does_not_wake_a_tombstone()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Deleted] }, Stop);
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow(updated: "2025-04-04T00:00:00Z")] }, Stop);
        Assert.True((await ThreadAsync(store)).Conversation.IsDeleted);
    }

    [Fact]
    public async Task A_newer_row_wakes_a_tombstone_whose_messages_stay_excluded_until_they_come_again()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow("m1"), Some.MessageRow("m2")] }, Stop);
        await store.CommitAsync(Some.Page() with { Conversations = [Deleted] }, Stop);
        var restored = Some.ConversationRow(updated: "2025-04-06T00:00:00Z");
        await store.CommitAsync(Some.Page() with { Conversations = [restored] }, Stop);
        Assert.Equal(new TableCounts(2, 0, 2, 0), (await store.CountAsync(Stop)).Messages);

        await store.CommitAsync(Some.Page() with { Messages = [Some.MessageRow("m2")] }, Stop);
        var thread = await ThreadAsync(store);
        Assert.Equal(restored, thread.Conversation);
        Assert.Equal("m2", Assert.Single(thread.Messages).Id);
        Assert.Equal(new TableCounts(2, 1, 1, 0), (await store.CountAsync(Stop)).Messages);
        Assert.Equal(new TableCounts(1, 1, 0, 0), (await store.CountAsync(Stop)).Conversations);
        Assert.Equal(1, await store.CountUnlabelledAsync("r1", false, Stop));
    }

    [Fact]
    public async Task A_deletion_makes_the_days_of_the_thread_due()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(
            Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow(created: "2025-04-03T08:00:00Z")] }, Stop);
        await LabelAsync(store);
        await CompleteAsync(store, DayProjection.Lake);
        await CompleteAsync(store, DayProjection.Measures);
        await store.CommitAsync(Some.Page() with { Conversations = [Deleted] }, Stop);
        Assert.Equal([Day("2025-04-01"), Day("2025-04-03")], await DueAsync(store, DayProjection.Lake));
        Assert.Equal([Day("2025-04-01"), Day("2025-04-03")], await DueAsync(store, DayProjection.Measures));
        Assert.Empty(await store.ReadDayAsync(Day("2025-04-01"), Stop));
    }
}
