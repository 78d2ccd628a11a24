using Colloquy.Configuration;
using Colloquy.IntegrationTests.Laws;
using Colloquy.Model;
using Colloquy.Mongo;
using Colloquy.Stores;
using Colloquy.Stores.Ownership;
using Colloquy.TestKit;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Colloquy.IntegrationTests.Mongo;

/// <summary>A page is committed whole or not at all, on a server that has no transactions; and by one writer.</summary>
public sealed class MongoCommitTests : IAsyncLifetime
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private MongoServer server = null!;

    public async ValueTask InitializeAsync() => server = await MongoServer.SharedAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // A new conversation, a turn for an old one, another version of an old turn, a deletion, a feedback, a letter and a mark.
    private static PageCommit First { get; } = Some.Page() with
    {
        Conversations = [Some.ConversationRow(), Some.ConversationRow("c2"), Some.ConversationRow("c3")],
        Messages = [Some.MessageRow(), Some.MessageRow("m2", "c2"), Some.MessageRow("m3", "c3"), Some.MessageRow("m4", "c3", created: "2025-04-02T12:00:00Z")],
        Feedbacks = [Some.FeedbackRow()],
    };

    private static PageCommit Second { get; } = Some.Page(2) with
    {
        Conversations = [Some.ConversationRow("c4"), Some.ConversationRow("c3", updated: "2025-05-01T12:00:00Z") with { IsDeleted = true }],
        Messages = [Some.MessageRow("m5", "c4"), Some.MessageRow("m6"), Some.MessageRow("m2", "c2", updated: "2025-05-01T12:00:00Z", query: "Changed")],
        Feedbacks = [Some.FeedbackRow("f2", "c2", "m2")],
        DeadLetters = [Some.DeadLetter()],
        Apps = [new App("a1", "Helpdesk", "chat")],
        Mark = new SourceMark("messages", "17", 100, 7),
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cut_off_at_any_write_and_done_again_is_as_not_cut_off(bool answerIsLost)
    {
        var whole = await ContentAsync(await CommittedAsync(server.NewDatabase(), Second));
        var before = await ContentAsync(await CommittedAsync(server.NewDatabase(), null));
        for (var allowed = 0; ; allowed++)
        {
            var database = server.NewDatabase();
            await (await CommittedAsync(database, null)).DisposeAsync();
            await using var proxy = new CuttingProxy(server.Uri);
            await using var dying = new MongoStore(database with { Uri = new Secret(proxy.Uri), MaxRetries = 0 }, TimeProvider.System);
            await dying.OpenAsync(Stop);
            (proxy.Allowed, proxy.AnswerIsLost) = (allowed, answerIsLost);
            var failure = await Record.ExceptionAsync(() => dying.CommitAsync(Second, Stop));
            Assert.True(failure is null or StoreException, failure?.ToString());

            // Whoever comes next sees the page whole or not at all, and doing it again ends where it would have ended.
            await using var next = new MongoStore(database, TimeProvider.System);
            await next.OpenAsync(Stop);
            var seen = await ContentAsync(next);
            Assert.True(seen.Counts.Messages.Reconciled && seen.Counts.Conversations.Reconciled, $"after {allowed} writes: {seen.Counts}");
            Assert.True(seen.Text == before.Text || seen.Text == whole.Text, $"after {allowed} writes:\n{seen.Text}\nis neither\n{before.Text}\nnor\n{whole.Text}");
            await next.CommitAsync(Second, Stop);
            Assert.Equal(whole.Text, (await ContentAsync(next)).Text);
            if (failure is null)
            {
                Assert.True(allowed > 5, $"only {allowed} writes were tried");
                return;
            }
        }
    }

    // Conversations, then their messages, a turn for an old one and a mark: pages of which every change waits in the journal.
    private static PageCommit[] Waiting { get; } =
    [
        Some.Page(2) with { Conversations = [Some.ConversationRow("c5"), Some.ConversationRow("c6"), Some.ConversationRow("c2", updated: "2025-05-01T12:00:00Z")] },
        Some.Page(2) with { Messages = [Some.MessageRow("m5", "c5"), Some.MessageRow("m6"), Some.MessageRow("m7", "c2")] },
        Some.Page(2) with { Messages = [Some.MessageRow("m8", "c5", created: "2025-04-03T12:00:00Z")], Mark = new SourceMark("messages", "17", 100, 7) },
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cut_off_while_changes_wait_every_commit_is_there_whole_or_not_at_all(bool answerIsLost)
    {
        var states = new List<string>();
        await using (var undisturbed = await CommittedAsync(server.NewDatabase(), null))
        {
            states.Add((await ContentAsync(undisturbed)).Text);
            foreach (var page in Waiting)
            {
                await undisturbed.CommitAsync(page, Stop);
                states.Add((await ContentAsync(undisturbed)).Text);
            }
        }

        for (var allowed = 0; ; allowed++)
        {
            var database = server.NewDatabase();
            await (await CommittedAsync(database, null)).DisposeAsync();
            await using var proxy = new CuttingProxy(server.Uri);
            await using var dying = new MongoStore(database with { Uri = new Secret(proxy.Uri), MaxRetries = 0 }, TimeProvider.System);
            await dying.OpenAsync(Stop);
            (proxy.Allowed, proxy.AnswerIsLost) = (allowed, answerIsLost);
            var done = 0;
            var failure = await Record.ExceptionAsync(async () =>
            {
                for (; done < Waiting.Length; done++)
                {
                    await dying.CommitAsync(Waiting[done], Stop);
                }

                await dying.SettleAsync(Stop);
            });
            Assert.True(failure is null or StoreException, failure?.ToString());

            // What was acknowledged is there, and at most the page that failed besides.
            await using var next = new MongoStore(database, TimeProvider.System);
            await next.OpenAsync(Stop);
            var seen = await ContentAsync(next);
            Assert.True(seen.Counts.Messages.Reconciled && seen.Counts.Conversations.Reconciled, $"after {allowed} writes: {seen.Counts}");
            Assert.InRange(states.IndexOf(seen.Text), done, Math.Min(done + 1, Waiting.Length));
            foreach (var page in Waiting)
            {
                await next.CommitAsync(page, Stop);
            }

            Assert.Equal(states[^1], (await ContentAsync(next)).Text);
            if (failure is null)
            {
                Assert.True(allowed > 8, $"only {allowed} writes were tried");
                return;
            }
        }
    }

    [Fact]
    public async Task Who_reads_beside_a_writer_sees_every_commit_as_soon_as_it_is_made()
    {
        var database = server.NewDatabase();
        await using var writer = await CommittedAsync(database, null);
        await using var reader = new MongoStore(database, TimeProvider.System);
        await reader.OpenAsync(Stop);
        for (var commit = 0; commit < Waiting.Length; commit++)
        {
            await writer.CommitAsync(Waiting[commit], Stop);
            Assert.Equal(commit == 0 ? 0 : commit, (await reader.ReadThreadAsync("c5", Stop))!.Thread.Messages.Length);
            if (commit == 1)
            {
                // Made by the reader meanwhile, its changes do not count a second time.
                Assert.Equal((await reader.CountAsync(Stop)).ToString(), (await writer.CountAsync(Stop)).ToString());
            }
        }

        Assert.Equal((await ContentAsync(reader)).Text, (await ContentAsync(writer)).Text);
        Assert.True((await reader.CountAsync(Stop)).Messages.Reconciled);
    }

    [Fact]
    public async Task What_waits_is_found_by_the_writer_as_if_it_were_made()
    {
        await using var store = await CommittedAsync(server.NewDatabase(), null);
        foreach (var page in Waiting)
        {
            await store.CommitAsync(page, Stop);
        }

        Assert.Equal(["c5"], await store.FindAsync(["c5", "c0"], Stop));
        Assert.Equal(["m5", "m8"], (await store.ReadThreadAsync("c5", Stop))!.Thread.Messages.Select(message => message.Id));
        Assert.Equal(0, (await store.CommitAsync(Waiting[2], Stop)).Inserted);

        // A deletion does not wait, and what waited goes before it.
        await store.CommitAsync(Some.Page(3) with { Conversations = [Some.ConversationRow("c5", updated: "2025-06-01T12:00:00Z") with { IsDeleted = true }] }, Stop);
        Assert.True((await store.ReadThreadAsync("c5", Stop))!.Thread.Conversation.IsDeleted);
        var counts = await store.CountAsync(Stop);
        Assert.True(counts.Messages.Reconciled && counts.Conversations.Reconciled, counts.ToString());
    }

    [Fact]
    public async Task Who_lost_the_lease_cannot_commit_any_more_whatever_it_had_begun()
    {
        var database = server.NewDatabase();
        await using var old = await CommittedAsync(database, null);
        await using var lost = await old.TakeAsync(Stop);
        await old.CommitAsync(Some.Page() with { Messages = [Some.MessageRow("m10")] }, Stop);
        await using var successor = new MongoStore(database, TimeProvider.System);
        await successor.OpenAsync(Stop);
        await Assert.ThrowsAsync<RunInProgressException>(() => successor.TakeAsync(Stop));
        await ExpireLeaseAsync(database);
        await using var hold = await successor.TakeAsync(Stop);
        Assert.True(hold.MayHaveRival);

        var page = Some.Page(2) with { Messages = [Some.MessageRow("m11"), Some.MessageRow("m12", "c2")] };
        var refused = await Assert.ThrowsAsync<StoreException>(() => old.CommitAsync(page, Stop));
        Assert.Contains("taken over", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreException>(() => old.CommitAsync(page, Stop));
        Assert.Equal(["m1", "m10"], (await successor.ReadThreadAsync("c1", Stop))!.Thread.Messages.Select(message => message.Id));

        // What it wrote before it was refused nobody sees, and it does not stand in the way of the same rows.
        Assert.Equal(2, (await successor.CommitAsync(page, Stop)).Inserted);
        var counts = await successor.CountAsync(Stop);
        Assert.True(counts.Messages.Reconciled, counts.ToString());
        Assert.Equal(["m1", "m10", "m11"], (await successor.ReadThreadAsync("c1", Stop))!.Thread.Messages.Select(message => message.Id));
    }

    [Fact]
    public async Task Who_lost_the_lease_cannot_save_labels_or_measures_either()
    {
        var database = server.NewDatabase();
        await using var old = await CommittedAsync(database, null);
        await using var lost = await old.TakeAsync(Stop);
        var thread = (await old.ReadThreadAsync("c1", Stop))!.Thread;
        await using var successor = new MongoStore(database, TimeProvider.System);
        await successor.OpenAsync(Stop);
        await ExpireLeaseAsync(database);
        await using var hold = await successor.TakeAsync(Stop);

        await Assert.ThrowsAsync<StoreException>(() => old.SaveLabelsAsync([new LabelledThread(thread, [Some.Label()])], "r1", Stop));
        await Assert.ThrowsAsync<StoreException>(() => old.SaveMeasuresAsync([], [], "p1", Stop));
        await Assert.ThrowsAsync<StoreException>(() => old.CompleteDaysAsync(DayProjection.Lake, [], "p1", Stop));
        Assert.Empty((await successor.ReadThreadAsync("c1", Stop))!.Labels);
    }

    [Fact]
    public async Task A_message_of_more_than_a_document_holds_is_kept_whole_and_goes_whole()
    {
        await using var store = await CommittedAsync(server.NewDatabase(), null);
        var large = string.Concat(Enumerable.Repeat("很长的文字 and more. ", 1_000_000));
        await store.CommitAsync(Some.Page(2) with { Messages = [Some.MessageRow("m20", query: large, answer: large)] }, Stop);
        var stored = (await store.ReadThreadAsync("c1", Stop))!.Thread.Messages.Single(message => message.Id == "m20");
        Assert.True(stored.Query == large && stored.Answer == large);

        await store.CommitAsync(Some.Page(3) with { Messages = [Some.MessageRow("m20", updated: "2025-05-01T12:00:00Z", query: "short")] }, Stop);
        Assert.Equal("short", (await store.ReadThreadAsync("c1", Stop))!.Thread.Messages.Single(message => message.Id == "m20").Query);
        await store.CommitAsync(Some.Page(4) with { Messages = [Some.MessageRow("m21", query: large)] }, Stop);
        await store.CommitAsync(Some.Page(5) with { Conversations = [Some.ConversationRow(updated: "2025-06-01T12:00:00Z") with { IsDeleted = true }] }, Stop);
        Assert.True(await store.SizeAsync(Stop) < 1_000_000, "the text of a deleted conversation is still there");
    }

    [Fact]
    public async Task Labels_of_more_than_a_document_holds_come_back()
    {
        await using var store = await CommittedAsync(server.NewDatabase(), null);
        var thread = (await store.ReadThreadAsync("c1", Stop))!.Thread;
        ImmutableArray<Label> labels = [.. Enumerable.Range(1, 12_000).Select(turn => Some.Label(turn, evidence: "some words that say why"))];
        await store.SaveLabelsAsync([new LabelledThread(thread, labels)], "r1", Stop);
        var stored = (await store.ReadThreadAsync("c1", Stop))!.Labels;
        Assert.Equal(labels.Select(label => label.Turn), stored.Select(label => label.Turn));
        await store.SaveLabelsAsync([new LabelledThread(thread, [Some.Label()])], "r2", Stop);
        Assert.Single((await store.ReadThreadAsync("c1", Stop))!.Labels);
    }

    // As if its time had passed by the server's clock.
    private static async Task ExpireLeaseAsync(MongoOptions database)
    {
        using var client = new MongoClient(database.Uri.Value);
        var leases = client.GetDatabase(database.Database).GetCollection<BsonDocument>("leases");
        await leases.UpdateOneAsync(new BsonDocument("_id", "run"), new BsonDocument("$set", new BsonDocument("until", new BsonDateTime(0))), cancellationToken: Stop);
    }

    private static async Task<MongoStore> CommittedAsync(MongoOptions database, PageCommit? more)
    {
        var store = new MongoStore(database, TimeProvider.System);
        await store.OpenAsync(Stop);
        await store.CommitAsync(First, Stop);
        if (more is not null)
        {
            await store.CommitAsync(more, Stop);
        }

        return store;
    }

    private static async Task<(string Text, RecordCounts Counts)> ContentAsync(MongoStore store)
    {
        var content = await Content.OfAsync(store, [], Stop);
        var counts = await store.CountAsync(Stop);
        var marks = await store.ReadMarksAsync("files:here", Stop);
        var apps = await store.ReadAppsAsync(Stop);
        return (string.Join('\n', content.Parts.Select(part => part.Key + " " + part.Value).Append($"{marks.Count} marks, {apps.Count} apps")), counts);
    }
}
