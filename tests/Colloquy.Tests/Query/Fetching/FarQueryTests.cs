using System.Globalization;
using Colloquy.Cli;
using Colloquy.Lake;
using Colloquy.Query;
using Colloquy.Query.Engines;
using Colloquy.Query.Fetching;
using Colloquy.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace Colloquy.Tests.Query.Fetching;

public sealed class FarQueryTests(FarLake lake) : FarQueryContract(lake, EngineHost.InProcess), IClassFixture<FarLake>;

public sealed class ChildFarQueryTests(FarLake lake) : FarQueryContract(lake, SqlEngine.Host), IClassFixture<FarLake>;

/// <summary>Queries over a lake that is no folder: what they fetch, and that their answers are those of the lake in a folder.</summary>
public abstract class FarQueryContract : IDisposable
{
    private const string OneDay = "SELECT count(*) AS n FROM messages WHERE created_at >= '2025-04-01' AND created_at < '2025-04-02'";

    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private readonly TempFolder folder = new();
    private readonly FarLake lake;
    private readonly FarObjectStore store;

    private readonly EngineHost host;

    protected FarQueryContract(FarLake lake, EngineHost host) => (this.lake, this.host, store) = (lake, host, new FarObjectStore(lake.Near));

    private static FetchLimits Parts => new(WholeBytes: 0, GapBytes: 0, TailBytes: 1_000);

    private IEnumerable<string> FilesRead => store.Reads.Select(r => r.Key).Distinct(StringComparer.Ordinal);

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_question_about_a_day_fetches_one_file_of_each_table_it_names()
    {
        await AgreeAsync("SELECT c.id, count(*) FROM conversations c JOIN messages m ON m.conversation_id = c.id "
            + "WHERE c.created_at::TIMESTAMPTZ >= '2025-04-01' AND c.created_at < '2025-04-02' AND date_trunc('day', m.created_at) = '2025-04-01' GROUP BY ALL ORDER BY 1");
        Assert.Equal(["conversations", "messages"], FilesRead.Select(k => k.Split('/')[0]).Order());
        Assert.All(FilesRead, key => Assert.Contains("/year=2025/month=04/day=01/", key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_run_fetches_nothing()
    {
        await AgreeAsync("SELECT * FROM utterances ORDER BY ALL");
        Assert.NotEmpty(store.Reads);
        store.Forget();
        await AgreeAsync("SELECT * FROM utterances ORDER BY ALL");
        Assert.Empty(store.Reads);
    }

    [Fact]
    public async Task Every_table_has_the_rows_of_the_lake_in_a_folder_and_so_has_every_column()
    {
        foreach (var table in lake.NearTables)
        {
            await AgreeAsync($"SELECT * FROM {table.Name} ORDER BY ALL");
            foreach (var columns in table.Columns.Select(c => c.Name).Chunk((table.Columns.Length / 3) + 1))
            {
                await AgreeAsync($"SELECT {string.Join(", ", columns)} FROM {table.Name} ORDER BY ALL", parts: true);
            }
        }
    }

    [Fact]
    public async Task A_question_about_two_columns_fetches_little_of_the_files()
    {
        await AgreeAsync("SELECT model_id, sum(total_price) FROM messages GROUP BY ALL", parts: true);
        var all = lake.NearTables.Single(t => t.Name == "messages").Files.Sum(f => f.Bytes);
        var footers = FarLake.Days * 8_000;
        Assert.InRange(store.Reads.Sum(r => r.Bytes), 1, (all / 4) + footers);
    }

    [Fact]
    public async Task The_least_recently_used_ranges_are_evicted_first_and_the_limit_holds()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(60));
        long Kept() => Directory.GetFiles(folder.Under("cache"), "*", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length);
        string Ask(int day) => $"SELECT count(*) FROM messages WHERE created_at >= '2025-04-0{day}' AND created_at < '2025-04-0{day + 1}'";

        await FarLake.CsvAsync(Far(clock: clock), Ask(1));
        var bound = (long)(Kept() * 2.5);
        foreach (var day in (int[])[2, 1, 3])
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await FarLake.CsvAsync(Far(bytes: bound, clock: clock), Ask(day));
            Assert.InRange(Kept(), 1, bound);
        }

        store.Forget();
        await FarLake.CsvAsync(Far(bytes: bound, clock: clock), Ask(1));
        Assert.Empty(store.Reads);
        await FarLake.CsvAsync(Far(bytes: bound, clock: clock), Ask(2));
        Assert.NotEmpty(store.Reads);
    }

    [Fact]
    public async Task A_size_limit_of_0_keeps_nothing()
    {
        await FarLake.CsvAsync(Far(bytes: 0), OneDay);
        Assert.Empty(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Queries_at_once_with_room_for_nothing_but_one_of_them_all_answer()
    {
        var expected = await lake.NearAsync(OneDay);
        var queries = Enumerable.Range(0, 8).Select(i => FarLake.CsvAsync(Far(parts: i % 2 == 0, bytes: i % 3 == 0 ? 100_000_000 : 1_000 * i), OneDay));
        Assert.All(await Task.WhenAll(queries), answer => Assert.Equal(expected, answer));
        Assert.Empty(Directory.GetDirectories(folder.Under("cache/queries")));
    }

    [Theory]
    [InlineData("torn")]
    [InlineData("changed")]
    [InlineData("empty")]
    public async Task A_damaged_part_is_fetched_again(string damage)
    {
        await AgreeAsync(OneDay);
        foreach (var part in Directory.GetFiles(folder.Under("cache/parts"), "*", SearchOption.AllDirectories))
        {
            var content = await File.ReadAllBytesAsync(part, Stop);
            content[content.Length / 2] ^= 1;
            await File.WriteAllBytesAsync(part, damage == "changed" ? content : damage == "torn" ? content[..^100] : [], Stop);
        }

        store.Forget();
        await AgreeAsync(OneDay);
        Assert.NotEmpty(store.Reads);
        store.Forget();
        await AgreeAsync(OneDay);
        Assert.Empty(store.Reads);
    }

    [Fact]
    public async Task What_killed_processes_left_is_removed_after_a_day()
    {
        var old = Directory.CreateDirectory(folder.Under("cache/queries/old"));
        Directory.CreateDirectory(folder.Under("cache/parts"));
        await File.WriteAllBytesAsync(folder.Under("cache/parts/x.tmp"), new byte[10], Stop);
        await FarLake.CsvAsync(Far(), OneDay);
        Assert.True(old.Exists);
        await FarLake.CsvAsync(Far(clock: new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(2))), OneDay);
        old.Refresh();
        Assert.False(old.Exists);
        Assert.False(File.Exists(folder.Under("cache/parts/x.tmp")));
    }

    [Fact]
    public async Task A_day_that_is_published_again_on_the_way_is_read_as_it_is_then()
    {
        var own = new LocalObjectStore(folder.Under("lake"));
        var far = new FarObjectStore(own);
        await PublishAsync(own, seed: 1);
        var moved = false;
        far.BeforeRead = async _ =>
        {
            if (!moved)
            {
                moved = true;
                await PublishAsync(own, seed: 2);
            }
        };
        var cache = new LakeFileCache(far, folder.Under("cache"), 100_000_000, TimeProvider.System);
        var query = new LakeQuery(host, new LakeCatalog(far).ReadAsync, PublishedLake.Limits, TimeProvider.System, cache);
        Assert.Equal("seed\r\n2\r\n", await FarLake.CsvAsync(query, "SELECT DISTINCT inputs ->> 'seed' AS seed FROM conversations"));
    }

    [Fact]
    public async Task A_file_that_stays_away_is_named_with_what_to_do()
    {
        store.BeforeRead = key => throw new MovedException(key);
        var failure = await Assert.ThrowsAsync<QueryException>(() => FarLake.CsvAsync(Far(), OneDay));
        Assert.StartsWith("messages/data/year=2025/month=04/day=01/", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("Run the query again.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_shorter_than_it_should_be_is_named_with_what_to_do()
    {
        var own = new LocalObjectStore(folder.Under("lake"));
        await PublishAsync(own, seed: 1);
        var far = new FarObjectStore(own);
        var file = (await new LakeCatalog(own).ReadAsync(Stop)).Single(t => t.Name == "messages").Files.Single();
        await File.WriteAllBytesAsync(file.Path, (await File.ReadAllBytesAsync(file.Path, Stop))[..^1], Stop);
        var cache = new LakeFileCache(far, folder.Under("cache"), 100_000_000, TimeProvider.System);
        var query = new LakeQuery(host, new LakeCatalog(far).ReadAsync, PublishedLake.Limits, TimeProvider.System, cache);
        var failure = await Assert.ThrowsAsync<QueryException>(() => FarLake.CsvAsync(query, OneDay));
        Assert.Contains(file.Key, failure.Message, StringComparison.Ordinal);
        Assert.Contains("--rebuild", failure.Message, StringComparison.Ordinal);
    }

    // That the engine reads zeros as an error, never as values, is the wall behind the list of needed columns.
    [Fact]
    public async Task A_column_that_was_not_fetched_is_an_error_and_no_value()
    {
        using var own = new QueryFolder(folder.Path, TimeProvider.System);
        var tables = own.Place([.. (await new LakeCatalog(store).ReadAsync(Stop)).Where(t => t.Name == "messages")]);
        foreach (var column in tables[0].Columns.Select(c => c.Name).Where(n => n != "created_at"))
        {
            using var engine = LakeEngine.Open(tables[0].Files.Select(f => f.Path), PublishedLake.Limits, Stop);
            var cache = new CachedRanges(folder.Under("parts"), 0, TimeProvider.System);
            await new Fetch(store, cache, Parts, Stop).ColumnsAsync(engine, [new NeededFiles(tables[0], ["created_at"])]);
            engine.Run(LakeViews.Of(tables, new HashSet<string>()));
            var failure = Assert.Throws<EngineException>(() => engine.Answer($"SELECT {column} FROM messages", null, new CsvRows(TextWriter.Null)));
            Assert.True(failure.IsOfUnreadableFile, failure.Message);
        }
    }

    [Fact]
    public async Task Files_come_whole_when_the_engine_cannot_read_a_part()
    {
        const string Question = "SELECT sum(turn) AS n FROM messages";
        await AgreeAsync(Question, parts: true);
        var ranges = new CachedRanges(folder.Under("cache/parts"), long.MaxValue, TimeProvider.System);
        foreach (var part in Directory.GetFiles(folder.Under("cache/parts"), "*", SearchOption.AllDirectories))
        {
            var name = Path.GetFileName(part).Split('-');
            var range = new ByteRange(long.Parse(name[1], CultureInfo.InvariantCulture), int.Parse(name[2], CultureInfo.InvariantCulture));
            foreach (var file in lake.NearTables.SelectMany(t => t.Files).Where(f => range.End < f.Bytes - Parts.TailBytes))
            {
                await ranges.StoreAsync($"{store.Location}/{file.Key}", range, new byte[range.Length], Stop);
            }
        }

        store.Forget();
        await AgreeAsync(Question, parts: true);
        Assert.Equal(lake.NearTables.Single(t => t.Name == "messages").Files.Sum(f => f.Bytes), store.Reads.Sum(r => r.Bytes));
    }

    private static async Task PublishAsync(IObjectStore store, int seed)
    {
        var published = new IcebergLake(store, TimeProvider.System);
        await published.CommitAsync([await published.StageAsync(Some.LakeDay(new DateOnly(2025, 4, 1), seed: seed), Stop)], Stop);
    }

    private LakeQuery Far(bool parts = false, long bytes = 100_000_000, TimeProvider? clock = null) => new(
        host, new LakeCatalog(store).ReadAsync, PublishedLake.Limits, TimeProvider.System,
        new LakeFileCache(store, folder.Under("cache"), bytes, clock ?? TimeProvider.System) { Limits = parts ? Parts : new FetchLimits() });

    private async Task AgreeAsync(string sql, bool parts = false) => Assert.Equal(await lake.NearAsync(sql), await FarLake.CsvAsync(Far(parts), sql));
}
