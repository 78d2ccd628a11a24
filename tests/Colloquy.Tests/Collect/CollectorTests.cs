using System.Reflection;
using System.Text;
using Colloquy.Collect;
using Colloquy.Model;
using Colloquy.Sources;
using Colloquy.Sources.Rows;
using Colloquy.Sqlite;
using Colloquy.Stores;
using Colloquy.TestKit;

namespace Colloquy.Tests.Collect;

/// <summary>What a collect does with dead letters, in one pass over them.</summary>
public sealed class CollectorTests : IAsyncLifetime
{
    private const string Message = """{"id":"m1","conversation_id":"c1","query":"","answer":"","created_at":"2025-04-01"}""";

    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private readonly TempFolder folder = new();
    private readonly SqliteStore store;

    public CollectorTests() => store = new SqliteStore(folder.Under("store.db"));

    public async ValueTask InitializeAsync() => await store.OpenAsync(Stop);

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_orphan_is_stored_by_the_collect_that_brings_its_conversation(bool rowsHaveIds)
    {
        await CollectAsync(rowsHaveIds, Messages("messages 1"));
        Assert.Equal([DeadReason.Orphan], (await CountAsync()).Keys);
        var result = await CollectAsync(rowsHaveIds, Conversations("conversations 2"));
        Assert.Equal(2, result.Commits.Inserted);
        Assert.Empty(await CountAsync());
        Assert.Single((await store.ReadThreadAsync("c1", Stop))!.Thread.Messages);
        Assert.True((await store.CountAsync(Stop)).Messages.Reconciled);
    }

    [Fact]
    public async Task Letters_of_a_file_go_when_it_is_read_without_them_and_others_stay()
    {
        await CollectAsync(false, Bad("a.jsonl", "one"), Bad("a.jsonl", "two"), Bad("b.jsonl", "three"));
        Assert.Equal(3, (await CountAsync()).Values.Sum());
        await CollectAsync(false, Bad("a.jsonl", "two"));
        var origins = (await LettersAsync()).Select(letter => letter.Origin).Order(StringComparer.Ordinal);
        Assert.Equal(["a.jsonl line two", "b.jsonl line three"], origins);
    }

    [Fact]
    public async Task Where_rows_have_ids_a_letter_goes_when_its_row_comes_in_a_later_collect_or_a_later_page()
    {
        await CollectAsync(true, Bad("conversations", "c1"), Bad("conversations", "c2"));
        await CollectAsync(true, Conversations("conversations"));
        Assert.Equal(["c2"], (await LettersAsync()).Select(letter => letter.RowId));
        await CollectAsync(true, Bad("conversations", "c3"), Conversations("conversations", "c3"));
        Assert.Equal(["c2"], (await LettersAsync()).Select(letter => letter.RowId));
        Assert.True((await store.CountAsync(Stop)).Conversations.Reconciled);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public async Task Where_rows_have_ids_a_letter_whose_row_is_gone_is_missed_when_everything_is_read(bool full, int left)
    {
        await CollectAsync(true, Bad("conversations", "c1"));
        await CollectAsync(true, full, Conversations("conversations", "c2"));
        Assert.Equal(left, (await LettersAsync()).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_collect_passes_over_the_letters_once_and_loads_the_raw_text_of_orphans_only(bool rowsHaveIds)
    {
        const int Letters = 20;
        var bad = Enumerable.Range(0, Letters).Select(i => Bad("conversations", $"c{i + 10}"));
        await CollectAsync(rowsHaveIds, [.. bad, Messages("messages")]);
        var (counting, counts) = Counting.Of(store);
        await CollectAsync(counting, rowsHaveIds, full: false, Conversations("other", "c9"));
        Assert.InRange(counts.Letters, Letters + 1, Letters + 2);
        Assert.Equal(Encoding.UTF8.GetByteCount(Message), counts.RawBytes);
    }

    private static SourcePage Conversations(string unit, string id = "c1") => new()
    {
        Table = SourceTable.Conversations,
        Unit = unit,
        Conversations = [new SourceRow<Conversation>(Some.ConversationRow(id), default, unit + " line 1")],
        Mark = new SourceMark(unit, "1", 0, 1),
    };

    private static SourcePage Messages(string unit) => new()
    {
        Table = SourceTable.Messages,
        Unit = unit,
        Messages = [new SourceRow<Message>(Some.MessageRow(), Encoding.UTF8.GetBytes(Message), unit + " line 1")],
        Mark = new SourceMark(unit, "1", 0, 1),
    };

    private static SourcePage Bad(string unit, string row) => new()
    {
        Table = SourceTable.Conversations,
        Unit = unit,
        DeadLetters =
        [
            new DeadLetter(
                "", SourceTable.Conversations, row, DeadReason.Malformed, "not JSON", $"{unit} line {row}", Encoding.UTF8.GetBytes("{" + row)),
        ],
        Mark = new SourceMark(unit, "1", 0, 1),
    };

    private async Task<IReadOnlyDictionary<string, long>> CountAsync() =>
        await store.CountDeadLettersAsync(DeadLetterFilter.Everything, Stop);

    private async Task<List<DeadLetter>> LettersAsync() =>
        await store.ReadDeadLettersAsync(DeadLetterFilter.Everything, Stop).Select(dead => dead.Letter).ToListAsync(Stop);

    private Task<CollectResult> CollectAsync(bool rowsHaveIds, params SourcePage[] pages) =>
        CollectAsync(store, rowsHaveIds, full: false, pages);

    private Task<CollectResult> CollectAsync(bool rowsHaveIds, bool full, params SourcePage[] pages) =>
        CollectAsync(store, rowsHaveIds, full, pages);

    private static Task<CollectResult> CollectAsync(IStore to, bool rowsHaveIds, bool full, params SourcePage[] pages) =>
        new Collector(new Pages(rowsHaveIds, pages), to, new RowReader(TimeZoneInfo.Utc), Some.ExecutorOver(to), 100, 1, null)
            .CollectAsync(RowScope.Everything, full, Stop);

    private sealed class Pages(bool rowsHaveIds, SourcePage[] pages) : ISource
    {
        public string Name => "pages";

        public bool RowsHaveIds => rowsHaveIds;

        public IAsyncEnumerable<SourcePage> ReadAsync(SourceRequest request, CancellationToken stop) => pages
            .Select(page => rowsHaveIds ? page with { DeadLetters = [.. page.DeadLetters.Select(Named)] } : page)
            .ToAsyncEnumerable();

        private static DeadLetter Named(DeadLetter letter) => letter with { Key = DeadLetter.KeyOf(letter.Table, letter.RowId!) };

        public Task<SourcePlan> PlanAsync(SourceRequest request, CancellationToken stop) => throw new NotSupportedException();

        public IAsyncEnumerable<Finding> ExamineAsync(CancellationToken stop) => throw new NotSupportedException();
    }

#pragma warning disable CA1852 // The proxy derives from it.
    private class Counting : DispatchProxy
#pragma warning restore CA1852
    {
        private IStore store = null!;

        public int Letters { get; private set; }

        public long RawBytes { get; private set; }

        public static (IStore Store, Counting Counts) Of(IStore store)
        {
            var proxy = Create<IStore, Counting>();
            var counts = (Counting)(object)proxy;
            counts.store = store;
            return (proxy, counts);
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var result = targetMethod!.Invoke(store, args);
            return result is IAsyncEnumerable<StoredDeadLetter> letters ? letters.Select(Count) : result;
        }

        private StoredDeadLetter Count(StoredDeadLetter dead)
        {
            Letters++;
            RawBytes += dead.Letter.Raw.Length;
            return dead;
        }
    }
}
