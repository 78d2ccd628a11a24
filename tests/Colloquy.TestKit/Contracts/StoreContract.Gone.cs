using Colloquy.Model;
using Colloquy.Stores;
using Xunit;

namespace Colloquy.TestKit.Contracts;

public abstract partial class StoreContract
{
    private static readonly GoneRow GoneMessage = new(SourceTable.Messages, "m1", "c1");

    [Fact]
    public async Task A_message_that_is_gone_is_kept_and_marked_and_nothing_becomes_due()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow("m1"), Some.MessageRow("m2")] }, Stop);
        await LabelAsync(store);
        var before = await ThreadAsync(store);

        Assert.Equal(new CommitResult(0, 1, 0, 0, 0), await store.CommitAsync(Some.Page(2) with { Gone = [GoneMessage] }, Stop));
        var after = await ThreadAsync(store);
        Assert.Equal(["m1"], after.GoneMessages);
        Assert.Equal(before.Messages, after.Messages);
        Assert.Equal(before.Version, after.Version);
        Assert.Equal(0, await store.CountUnlabelledAsync("r1", false, Stop));
        var counts = await store.CountAsync(Stop);
        Assert.Equal((1, new TableCounts(2, 2, 0, 0)), (counts.GoneMessages, counts.Messages));

        Assert.Equal(new CommitResult(0, 0, 1, 0, 0), await store.CommitAsync(Some.Page(2) with { Gone = [GoneMessage] }, Stop));
        Assert.Equal(new CommitResult(0, 0, 1, 0, 0), await store.CommitAsync(Some.Page(2) with { Gone = [GoneMessage with { Id = "never met" }] }, Stop));
    }

    [Fact]
    public async Task A_message_that_comes_again_is_not_gone_any_more()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow()] }, Stop);
        await store.CommitAsync(Some.Page(2) with { Gone = [GoneMessage] }, Stop);
        await store.CommitAsync(Some.Page(3) with { Messages = [Some.MessageRow()] }, Stop);
        Assert.Empty((await ThreadAsync(store)).GoneMessages);
        await store.CommitAsync(Some.Page(3) with { Messages = [Some.MessageRow()], Gone = [GoneMessage] }, Stop);
        Assert.Empty((await ThreadAsync(store)).GoneMessages);
        Assert.Equal(0, (await store.CountAsync(Stop)).GoneMessages);
    }

    [Fact]
    public async Task A_tombstone_has_no_messages_that_are_gone()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow()] }, Stop);
        await store.CommitAsync(Some.Page(2) with { Gone = [GoneMessage] }, Stop);
        await store.CommitAsync(Some.Page(3) with { Conversations = [Deleted] }, Stop);
        Assert.Empty((await ThreadAsync(store)).GoneMessages);
        var counts = await store.CountAsync(Stop);
        Assert.Equal((0, new TableCounts(1, 0, 1, 0)), (counts.GoneMessages, counts.Messages));
    }

    [Fact]
    public async Task Feedback_that_is_gone_is_withdrawn_and_may_come_again()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow()], Feedbacks = [Some.FeedbackRow()] }, Stop);
        await LabelAsync(store);
        var gone = Some.Page(2) with { Gone = [new GoneRow(SourceTable.Feedbacks, Some.FeedbackRow().Id, "c1")] };
        Assert.Equal(new CommitResult(0, 0, 0, 1, 0), await store.CommitAsync(gone, Stop));
        Assert.Empty((await ThreadAsync(store)).Feedbacks);
        Assert.Equal(new TableCounts(1, 0, 1, 0), (await store.CountAsync(Stop)).Feedbacks);
        Assert.Equal(1, await store.CountUnlabelledAsync("r1", false, Stop));
        Assert.Equal(new CommitResult(0, 0, 1, 0, 0), await store.CommitAsync(gone, Stop));

        await store.CommitAsync(Some.Page(3) with { Feedbacks = [Some.FeedbackRow()] }, Stop);
        Assert.Single((await ThreadAsync(store)).Feedbacks);
        Assert.Equal(new TableCounts(1, 1, 0, 0), (await store.CountAsync(Stop)).Feedbacks);
    }

    [Fact]
    public async Task A_mark_leaves_labels_days_and_search_as_they_are()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow(query: "kilimanjaro")] }, Stop);
        await LabelAsync(store);
        await CompleteAsync(store, DayProjection.Lake);
        await CompleteAsync(store, DayProjection.Measures);
        await store.IndexAsync(Stop);
        Assert.Single(await store.SearchAsync("kilimanjaro", 9, Stop));

        await store.CommitAsync(Some.Page(2) with { Gone = [GoneMessage] }, Stop);
        Assert.Single((await store.ReadThreadAsync("c1", Stop))!.Labels);
        Assert.Empty(await DueAsync(store, DayProjection.Lake));
        Assert.Empty(await DueAsync(store, DayProjection.Measures));
        Assert.Single(await store.SearchAsync("kilimanjaro", 9, Stop));
    }

    [Fact]
    public async Task Messages_that_are_gone_stand_in_ordinal_order_and_one_said_twice_counts_as_unchanged()
    {
        await using var store = await OpenAsync();
        Message[] inTime = [Some.MessageRow("m1"), Some.MessageRow("a", created: "2025-04-01T12:01:00Z"), Some.MessageRow("B", created: "2025-04-01T12:02:00Z")];
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()], Messages = inTime }, Stop);
        await store.CommitAsync(Some.Page(2) with { Gone = [GoneMessage] }, Stop);

        GoneRow[] gone = [GoneMessage with { Id = "a" }, GoneMessage with { Id = "B" }, GoneMessage with { Id = "a" }];
        Assert.Equal(new CommitResult(0, 2, 1, 0, 0), await store.CommitAsync(Some.Page(2) with { Gone = gone }, Stop));
        Assert.Equal(["B", "a", "m1"], (await ThreadAsync(store)).GoneMessages);
        Assert.Equal(3, (await store.CountAsync(Stop)).GoneMessages);
    }

    [Fact]
    public async Task What_is_gone_of_a_conversation_that_is_not_stored_is_passed_over()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow()] }, Stop);
        GoneRow[] gone = [GoneMessage with { ConversationId = "never met" }, new(SourceTable.Feedbacks, "f1", "never met"), GoneMessage];
        Assert.Equal(new CommitResult(0, 1, 2, 0, 0), await store.CommitAsync(Some.Page(2) with { Gone = gone }, Stop));
        Assert.Empty(await store.FindAsync(["never met"], Stop));
        Assert.Equal(new TableCounts(1, 1, 0, 0), (await store.CountAsync(Stop)).Conversations);
    }

    [Fact]
    public async Task A_page_that_brings_feedback_and_says_that_it_is_gone_keeps_it()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow()] }, Stop);
        var both = Some.Page() with { Feedbacks = [Some.FeedbackRow()], Gone = [new GoneRow(SourceTable.Feedbacks, "f1", "c1")] };
        Assert.Equal(new CommitResult(1, 0, 1, 0, 0), await store.CommitAsync(both, Stop));
        Assert.Equal(new CommitResult(0, 0, 2, 0, 0), await store.CommitAsync(both, Stop));
        Assert.Single((await ThreadAsync(store)).Feedbacks);
    }

    [Theory]
    [InlineData(SourceTable.Conversations)]
    [InlineData(SourceTable.Apps)]
    public async Task Only_messages_and_feedbacks_can_be_gone(SourceTable table)
    {
        await using var store = await OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => store.CommitAsync(Some.Page() with { Gone = [new GoneRow(table, "x", "c1")] }, Stop));
    }

    [Fact]
    public async Task The_source_that_delivered_a_conversation_last_is_known()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Source = "a", Conversations = [Some.ConversationRow("c1"), Some.ConversationRow("c2")] }, Stop);
        var version = (await ThreadAsync(store)).Version;
        await store.CommitAsync(Some.Page() with { Source = "b", Conversations = [Some.ConversationRow("c1")] }, Stop);
        await store.CommitAsync(Some.Page() with { Source = "b", Messages = [Some.MessageRow() with { ConversationId = "c2" }] }, Stop);

        Assert.Equal(["c2"], await store.FindDeliveredAsync("a", ["c1", "c2", "c3"], Stop));
        Assert.Equal(["c1"], await store.FindDeliveredAsync("b", ["c1", "c2", "c3"], Stop));
        Assert.Empty(await store.FindDeliveredAsync("c", ["c1", "c2", "c3"], Stop));
        Assert.Equal(version, (await ThreadAsync(store)).Version);
    }
}
