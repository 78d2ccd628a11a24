using System.Collections.Immutable;
using Colloquy.Model;
using Colloquy.Stores;
using Xunit;

namespace Colloquy.TestKit.Contracts;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Labels_come_back_as_they_were_saved()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow()] }, Stop);
        ImmutableArray<Label> labels =
        [
            Some.Label(),
            new Label(null, LabelKind.Language, "zh", 1f / 3, "script", "script:2", []),
            new Label(1, LabelKind.Topic, "billing", float.Epsilon, "taxonomy", "taxonomy:1", ["invoice", "天气", "", "invoice"]),
        ];
        await store.SaveLabelsAsync([new LabelledThread(await ThreadAsync(store), labels)], "r1", Stop);
        var read = (await store.ReadThreadAsync("c1", Stop))!;
        Assert.Equal(labels.Select(l => l with { Evidence = [] }), read.Labels.Select(l => l with { Evidence = [] }));
        Assert.Equal(labels.Select(l => string.Join('|', l.Evidence)), read.Labels.Select(l => string.Join('|', l.Evidence)));
        Assert.Equal(3, Assert.Single(await store.ReadDayAsync(Day("2025-04-01"), Stop)).Labels.Length);
    }

    [Fact]
    public async Task Threads_are_unlabelled_when_new_changed_or_of_another_revision()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow("c1"), Some.ConversationRow("c2")] }, Stop);
        Assert.Equal(2, await store.CountUnlabelledAsync("r1", false, Stop));
        await LabelAsync(store);
        Assert.Equal(0, await store.CountUnlabelledAsync("r1", false, Stop));
        Assert.Equal(2, await store.CountUnlabelledAsync("r2", false, Stop));
        Assert.Equal(2, await store.CountUnlabelledAsync("r1", true, Stop));

        await store.CommitAsync(Some.Page() with { Messages = [Some.MessageRow(conversation: "c2")] }, Stop);
        Assert.Equal("c2", Assert.Single(await ListAsync(store.ReadUnlabelledAsync("r1", false, Stop))).Conversation.Id);
        Assert.Equal(1, await store.CountUnlabelledAsync("r1", false, Stop));
    }

    [Fact]
    public async Task Labels_of_an_older_version_are_not_given()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()] }, Stop);
        await LabelAsync(store);
        await store.CommitAsync(Some.Page() with { Messages = [Some.MessageRow()] }, Stop);
        Assert.Empty((await store.ReadThreadAsync("c1", Stop))!.Labels);
        Assert.Empty(Assert.Single(await store.ReadDayAsync(Day("2025-04-01"), Stop)).Labels);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_thread_is_read_once_while_labels_are_saved(bool all)
    {
        await using var store = await OpenAsync();
        const int Threads = 700;
        await store.CommitAsync(Some.Page() with { Conversations = [.. Enumerable.Range(0, Threads).Select(i => Some.ConversationRow(Some.Uuid(i)))] }, Stop);
        var read = new List<string>();
        await foreach (var thread in store.ReadUnlabelledAsync("r1", all, Stop))
        {
            read.Add(thread.Conversation.Id);
            await store.SaveLabelsAsync([new LabelledThread(thread, [Some.Label()])], "r1", Stop);
        }

        Assert.Equal(Threads, read.Distinct().Count());
        Assert.Equal(Threads, read.Count);
        Assert.Equal(0, await store.CountUnlabelledAsync("r1", false, Stop));
        Assert.Equal(read, (await ListAsync(store.ReadUnlabelledAsync("r1", true, Stop))).Select(t => t.Conversation.Id));
    }

    [Fact]
    public async Task Threads_are_outdated_when_they_did_not_change_since_another_revision_labelled_them()
    {
        await using var store = await OpenAsync();
        string[] ids = ["c1", "c2", "c3", "c4"];
        await store.CommitAsync(Some.Page() with { Conversations = [.. ids.Select(id => Some.ConversationRow(id))] }, Stop);
        var threads = await ListAsync(store.ReadUnlabelledAsync("r1", false, Stop));
        await store.SaveLabelsAsync([.. threads.Where(t => t.Conversation.Id is "c1" or "c2").Select(t => new LabelledThread(t, [Some.Label()]))], "r1", Stop);
        await store.SaveLabelsAsync([.. threads.Where(t => t.Conversation.Id is "c3").Select(t => new LabelledThread(t, []))], "r2", Stop);
        await store.CommitAsync(Some.Page() with { Messages = [Some.MessageRow(conversation: "c2")] }, Stop);

        var outdated = Assert.Single(await ListAsync(store.ReadOutdatedAsync("r2", Stop)));
        Assert.Equal(("c1", "r1"), (outdated.Thread.Conversation.Id, outdated.Revision));
        Assert.Single(outdated.Labels);
        Assert.Equal("c3", Assert.Single(await ListAsync(store.ReadOutdatedAsync("r1", Stop))).Thread.Conversation.Id);
        Assert.Equal(["c1", "c3"], (await ListAsync(store.ReadOutdatedAsync("r3", Stop))).Select(t => t.Thread.Conversation.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_outdated_thread_is_read_once_while_labels_are_saved()
    {
        await using var store = await OpenAsync();
        const int Threads = 700;
        await store.CommitAsync(Some.Page() with { Conversations = [.. Enumerable.Range(0, Threads).Select(i => Some.ConversationRow(Some.Uuid(i)))] }, Stop);
        await LabelAsync(store);
        var read = new List<string>();
        await foreach (var labelled in store.ReadOutdatedAsync("r2", Stop))
        {
            read.Add(labelled.Thread.Conversation.Id);
            await store.SaveLabelsAsync([new LabelledThread(labelled.Thread, [])], "r2", Stop);
        }

        Assert.Equal(Threads, read.Distinct().Count());
        Assert.Equal(Threads, read.Count);
        Assert.Equal(0, await store.CountUnlabelledAsync("r2", false, Stop));
    }

    [Fact]
    public async Task A_thread_that_moved_on_since_it_was_read_stays_unlabelled()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()] }, Stop);
        var read = await ThreadAsync(store);
        await store.CommitAsync(Some.Page() with { Messages = [Some.MessageRow()] }, Stop);
        await store.SaveLabelsAsync([new LabelledThread(read, [Some.Label()])], "r1", Stop);
        Assert.Empty((await store.ReadThreadAsync("c1", Stop))!.Labels);
        Assert.Equal(1, await store.CountUnlabelledAsync("r1", false, Stop));
        Assert.Empty(await DueAsync(store, DayProjection.Lake));
    }

    [Fact]
    public async Task Labels_for_a_tombstone_are_not_stored()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()] }, Stop);
        var read = await ThreadAsync(store);
        await store.CommitAsync(Some.Page() with { Conversations = [Deleted] }, Stop);
        var tombstone = await ThreadAsync(store);
        await store.SaveLabelsAsync([new LabelledThread(read, [Some.Label()]), new LabelledThread(tombstone, [Some.Label()])], "r1", Stop);
        Assert.Empty((await store.ReadThreadAsync("c1", Stop))!.Labels);
    }

    [Fact]
    public async Task Saving_labels_makes_the_days_of_the_thread_due_for_lake_and_measures()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow(created: "2025-04-03T23:59:59Z")] }, Stop);
        await LabelAsync(store);
        Assert.Equal([Day("2025-04-01"), Day("2025-04-03")], await DueAsync(store, DayProjection.Lake));
        Assert.Equal([Day("2025-04-01"), Day("2025-04-03")], await DueAsync(store, DayProjection.Measures));
        Assert.Empty(await DueAsync(store, DayProjection.Metrics));
    }

    [Fact]
    public async Task Saving_the_same_labels_makes_nothing_due()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()] }, Stop);
        await LabelAsync(store);
        await CompleteAsync(store, DayProjection.Lake);
        var (thread, labels) = (await store.ReadThreadAsync("c1", Stop))!;
        await store.SaveLabelsAsync([new LabelledThread(thread, labels)], "r1", Stop);
        Assert.Empty(await DueAsync(store, DayProjection.Lake));

        await store.SaveLabelsAsync([new LabelledThread(thread, labels)], "r2", Stop);
        Assert.Single(await DueAsync(store, DayProjection.Lake));
        await CompleteAsync(store, DayProjection.Lake);
        await store.SaveLabelsAsync([new LabelledThread(thread, [.. labels, Some.Label(value: "refund")])], "r2", Stop);
        Assert.Single(await DueAsync(store, DayProjection.Lake));
    }

    [Fact]
    public async Task A_thread_without_labels_is_labelled_too()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()] }, Stop);
        await store.SaveLabelsAsync([new LabelledThread(await ThreadAsync(store), [])], "r1", Stop);
        Assert.Equal(0, await store.CountUnlabelledAsync("r1", false, Stop));
        Assert.Single(await DueAsync(store, DayProjection.Lake));
    }
}
