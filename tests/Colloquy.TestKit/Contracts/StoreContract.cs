using System.Collections.Immutable;
using Colloquy.Model;
using Colloquy.Stores;
using Xunit;

namespace Colloquy.TestKit.Contracts;

/// <summary>What every store must do: one test, or one property, for each sentence of the contracts in <c>Colloquy.Stores</c>.</summary>
public abstract partial class StoreContract
{
    private int created;

    /// <summary>A store by name, not yet open. An unused name is an empty store; a name used before finds what was written.</summary>
    protected abstract IStore Create(string name);

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<IStore> OpenAsync(string? name = null)
    {
        var store = Create(name ?? $"store-{Interlocked.Increment(ref created)}");
        await store.OpenAsync(Stop);
        return store;
    }

    [Fact]
    public async Task What_was_written_is_there_after_reopening()
    {
        await using (var first = await OpenAsync("again"))
        {
            await first.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow()] }, Stop);
            await first.SettleAsync(Stop);
        }

        await using var second = await OpenAsync("again");
        Assert.Single((await second.ReadThreadAsync("c1", Stop))!.Thread.Messages);
    }

    [Fact]
    public async Task Opening_twice_is_opening_once()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()] }, Stop);
        await store.OpenAsync(Stop);
        Assert.NotNull(await store.ReadThreadAsync("c1", Stop));
    }

    [Fact]
    public async Task It_says_its_place_and_size()
    {
        await using var store = await OpenAsync();
        Assert.NotEmpty(store.Location);
        Assert.True(await store.SizeAsync(Stop) > 0);
    }

    [Fact]
    public async Task A_cancelled_commit_leaves_nothing()
    {
        await using var store = await OpenAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()] }, new CancellationToken(true)));
        Assert.Null(await store.ReadThreadAsync("c1", Stop));
        Assert.Equal(0, (await store.CountAsync(Stop)).Conversations.Seen);
    }

    [Fact]
    public async Task A_cancelled_enumeration_ends()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [.. Enumerable.Range(0, 10).Select(i => Some.ConversationRow($"c{i}"))] }, Stop);
        using var source = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in store.ReadUnlabelledAsync("r", false, source.Token))
            {
                await source.CancelAsync();
            }
        });
    }

    [Fact]
    public async Task Readers_beside_a_writer_see_whole_pages()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()] }, Stop);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                var reads = 0;
                while (!done.IsCancellationRequested || reads == 0)
                {
                    var thread = (await store.ReadThreadAsync("c1", Stop))!.Thread;
                    Assert.Equal(0, thread.Messages.Length % 2);
                    Assert.True((await store.CountAsync(Stop)).Messages.Reconciled);
                    reads++;
                }
            },
            Stop)).ToArray();
        for (var page = 0; page < 40; page++)
        {
            await store.CommitAsync(Some.Page() with { Messages = [Some.MessageRow($"a{page}"), Some.MessageRow($"b{page}")] }, Stop);
        }

        await done.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal(80, (await store.ReadThreadAsync("c1", Stop))!.Thread.Messages.Length);
    }

    private static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items)
        {
            list.Add(item);
        }

        return list;
    }

    private static async Task<ConversationThread> ThreadAsync(IStore store, string id = "c1") => (await store.ReadThreadAsync(id, Stop))!.Thread;

    /// <summary>Labels every thread that needs it, each with one label.</summary>
    private static async Task LabelAsync(IStore store, string revision = "r1", string value = "billing")
    {
        var threads = await ListAsync(store.ReadUnlabelledAsync(revision, false, Stop));
        await store.SaveLabelsAsync([.. threads.Select(t => new LabelledThread(t, [Some.Label(value: value)]))], revision, Stop);
    }

    private static async Task<ImmutableArray<DateOnly>> DueAsync(IStore store, DayProjection projection, string revision = "p1") =>
        [.. (await store.ReadDueDaysAsync(projection, revision, false, Stop)).Select(d => d.Day)];

    private static async Task CompleteAsync(IStore store, DayProjection projection, string revision = "p1") =>
        await store.CompleteDaysAsync(projection, await store.ReadDueDaysAsync(projection, revision, false, Stop), revision, Stop);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
