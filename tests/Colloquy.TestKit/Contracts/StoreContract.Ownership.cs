using Colloquy.Model;
using Colloquy.Stores;
using Colloquy.Stores.Ownership;
using Xunit;

namespace Colloquy.TestKit.Contracts;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_store_is_held_by_one_until_he_gives_it_back()
    {
        await using var store = await OpenAsync("held");
        await using var other = await OpenAsync("held");
        Assert.Null(await other.FindHolderAsync(Stop));
        await using (var hold = await store.TakeAsync(Stop))
        {
            Assert.True(hold.IsCertain);
            await hold.VerifyAsync(Stop);
            var refused = await Assert.ThrowsAsync<RunInProgressException>(() => other.TakeAsync(Stop));
            Assert.Contains(StoreHolder.ThisProcess, refused.Message, StringComparison.Ordinal);
            Assert.Contains(store.Location, refused.Message, StringComparison.Ordinal);
            Assert.Equal(StoreHolder.ThisProcess, (await other.FindHolderAsync(Stop))!.Process);
            await Assert.ThrowsAsync<RunInProgressException>(() => store.TakeAsync(Stop));
        }

        Assert.Null(await other.FindHolderAsync(Stop));
        await using var next = await other.TakeAsync(Stop);
        Assert.NotNull(await store.FindHolderAsync(Stop));
    }

    [Fact]
    public async Task Every_hold_has_a_writer_of_its_own()
    {
        await using var store = await OpenAsync();
        var writers = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 3; i++)
        {
            await using var hold = await store.TakeAsync(Stop);
            Assert.True(writers.Add(hold.Writer));
            Assert.False(hold.MayHaveRival);
        }
    }

    [Fact]
    public async Task Of_many_that_want_a_store_one_gets_it()
    {
        await using var store = await OpenAsync();
        var holds = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
            async () =>
            {
                try
                {
                    return await store.TakeAsync(Stop);
                }
                catch (RunInProgressException)
                {
                    return null;
                }
            },
            Stop)));
        await Assert.Single(holds, hold => hold is not null)!.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_was_overtaken_writes_nothing_any_more()
    {
        await using var store = await OpenAsync("overtaken");
        await using var hold = await store.TakeAsync(Stop);
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow()] }, Stop);
        var run = await store.BeginRunAsync("run", Noon, Stop);
        var thread = await ThreadAsync(store);
        await hold.DisposeAsync();
        await using var successor = await OpenAsync("overtaken");
        await using var taken = await successor.TakeAsync(Stop);

        foreach (var write in (Func<Task>[])
        [
            () => store.CommitAsync(Some.Page(2) with { Messages = [Some.MessageRow("m2")] }, Stop),
            () => store.SaveLabelsAsync([new LabelledThread(thread, [Some.Label()])], "r1", Stop),
            () => store.SaveMeasuresAsync([], [], "p1", Stop),
            () => store.CompleteDaysAsync(DayProjection.Lake, [], "p1", Stop),
            () => store.BeginRunAsync("run", Noon, Stop),
            () => store.EndRunAsync(new RunRecord(run, "run", Noon, Noon, RunOutcome.Succeeded, 0, [], null), Stop),
            () => store.CompleteGenerationAsync("files", 7, Stop),
            () => hold.VerifyAsync(Stop),
        ])
        {
            var refused = await Assert.ThrowsAsync<StoreException>(write);
            Assert.Contains("Another run has taken over", refused.Message, StringComparison.Ordinal);
        }

        Assert.Single((await ThreadAsync(successor)).Messages);
        Assert.Empty((await successor.ReadThreadAsync("c1", Stop))!.Labels);
        Assert.Equal(RunOutcome.Running, (await successor.ReadRunsAsync(1, Stop)).Single().Outcome);
        Assert.Equal(0, await successor.ReadGenerationAsync("files", Stop));
        await taken.VerifyAsync(Stop);
        await successor.CommitAsync(Some.Page(2) with { Messages = [Some.MessageRow("m2")] }, Stop);
    }

    [Fact]
    public async Task Where_there_is_no_store_reading_says_so_and_creates_none()
    {
        await using var store = Create("missing");
        var refused = await Assert.ThrowsAsync<StoreException>(() => store.OpenReadOnlyAsync(Stop));
        Assert.True(refused.IsMissing);
        Assert.Equal($"There is no store at {store.Location}. Next: colloquy run", refused.Message);
        await using var again = Create("missing");
        Assert.True((await Assert.ThrowsAsync<StoreException>(() => again.OpenReadOnlyAsync(Stop))).IsMissing);
    }

    [Fact]
    public async Task Opened_for_reading_it_reads_everything_and_refuses_to_write()
    {
        await using var writer = await OpenAsync("read");
        await writer.CommitAsync(
            Some.Page() with
            {
                Conversations = [Some.ConversationRow(), Some.ConversationRow("c2")],
                Messages = [Some.MessageRow(), Some.MessageRow("m2", "c2")],
                Feedbacks = [Some.FeedbackRow()],
                DeadLetters = [Some.DeadLetter()],
                Apps = [new("a1", "Helpdesk", "chat")],
                Mark = new SourceMark("messages", "17", 100, 7),
            },
            Stop);
        await LabelAsync(writer);
        await using var reader = Create("read");
        await reader.OpenReadOnlyAsync(Stop);
        await AssertReadsAlikeAsync(writer, reader);
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader.CommitAsync(Some.Page(2) with { Messages = [Some.MessageRow("m3")] }, Stop));
    }

    [Fact]
    public async Task Reading_beside_a_writer_sees_every_commit_as_soon_as_it_is_made()
    {
        await using var writer = await OpenAsync("beside");
        await using var hold = await writer.TakeAsync(Stop);
        await writer.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow()] }, Stop);
        await using var reader = Create("beside");
        await reader.OpenReadOnlyAsync(Stop);
        for (var page = 2; page < 8; page++)
        {
            await writer.CommitAsync(
                Some.Page(page) with
                {
                    Conversations = [Some.ConversationRow($"c{page}")],
                    Messages = [Some.MessageRow($"m{page}"), Some.MessageRow($"n{page}", $"c{page}")],
                    Mark = new SourceMark("messages", $"{page}", 100, 7),
                },
                Stop);
            if (page == 5)
            {
                await writer.CommitAsync(Some.Page(page) with { Conversations = [Some.ConversationRow("c3", updated: "2025-05-01T12:00:00Z") with { IsDeleted = true }] }, Stop);
            }

            Assert.Equal(page, (await ThreadAsync(reader)).Messages.Length);
            var counts = await reader.CountAsync(Stop);
            Assert.True(counts.Messages.Reconciled && counts.Conversations.Reconciled, counts.ToString());
            Assert.Equal(page - (page >= 5 ? 1 : 0), counts.Conversations.Stored);
            Assert.Equal($"{page}", (await reader.ReadMarksAsync("files:here", Stop))["messages"].Value);
        }

        await AssertReadsAlikeAsync(writer, reader);
    }

    [Fact]
    public async Task Searching_needs_no_index_and_finds_the_same_with_one()
    {
        await using var writer = await OpenAsync("searched");
        await writer.CommitAsync(
            Some.Page() with
            {
                Conversations = [Some.ConversationRow(), Some.ConversationRow("c2")],
                Messages = [Some.MessageRow(query: "Where is my card?"), Some.MessageRow("m2", "c2", query: "我的卡在哪里"), Some.MessageRow("m3", "c2", query: "Cardboard")],
            },
            Stop);
        await using var reader = Create("searched");
        await reader.OpenReadOnlyAsync(Stop);
        async Task<string> FoundAsync(string text) => string.Join(' ', (await reader.SearchAsync(text, 10, Stop)).Select(hit => hit.Message.Id).Order(StringComparer.Ordinal));
        Assert.Equal(2, await reader.CountUnindexedAsync(Stop));
        var before = (await FoundAsync("card"), await FoundAsync("\"my card\""), await FoundAsync("卡在"));
        Assert.Equal(("m1 m3", "m1", "m2"), before);
        Assert.Equal(2, await reader.CountUnindexedAsync(Stop));

        await writer.IndexAsync(Stop);
        Assert.Equal(0, await reader.CountUnindexedAsync(Stop));
        Assert.Equal(before, (await FoundAsync("card"), await FoundAsync("\"my card\""), await FoundAsync("卡在")));

        // Who has searched has an index, and the end of a run keeps it up to date.
        await writer.CommitAsync(Some.Page(2) with { Messages = [Some.MessageRow("m4", query: "Another card")] }, Stop);
        Assert.Equal(1, await reader.CountUnindexedAsync(Stop));
        Assert.Equal("m1 m3 m4", await FoundAsync("card"));
        await writer.SettleAsync(Stop);
        Assert.Equal(0, await reader.CountUnindexedAsync(Stop));
        Assert.Equal("m1 m3 m4", await FoundAsync("card"));
    }

    [Fact]
    public async Task Whoever_never_searches_gets_no_index()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow()] }, Stop);
        await store.SettleAsync(Stop);
        Assert.Equal(1, await store.CountUnindexedAsync(Stop));
    }

    private static async Task AssertReadsAlikeAsync(IStore expected, IStore actual)
    {
        async Task<string> OfAsync(IStore store) => string.Join('\n',
        [
            (await store.CountAsync(Stop)).ToString(),
            .. (await ListAsync(store.ReadUnlabelledAsync("r1", true, Stop))).Select(thread => $"{thread.Conversation.Id} {thread.Messages.Length} {thread.Feedbacks.Length}").Order(StringComparer.Ordinal),
            string.Join(' ', await store.ReadActiveDaysAsync(DateOnly.MinValue, DateOnly.MaxValue, Stop)),
            string.Join(' ', (await store.ReadDayAsync(Day("2025-04-01"), Stop)).Select(thread => $"{thread.Thread.Conversation.Id} {thread.Labels.Length}")),
            string.Join(' ', (await ListAsync(store.ReadDeadLettersAsync(DeadLetterFilter.Everything, Stop))).Select(letter => letter.Letter.Key)),
            string.Join(' ', (await store.ReadAppsAsync(Stop)).Keys),
            string.Join(' ', (await store.ReadMarksAsync("files:here", Stop)).Values),
            $"{await store.CountUnlabelledAsync("r1", false, Stop)} {await store.CountUnlabelledAsync("r2", false, Stop)}",
        ]);
        Assert.Equal(await OfAsync(expected), await OfAsync(actual));
    }
}
