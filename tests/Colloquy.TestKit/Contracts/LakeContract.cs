using Colloquy.Lake;
using Colloquy.Publish;
using Xunit;

namespace Colloquy.TestKit.Contracts;

/// <summary>What a lake keeps, whatever object store it is in. Derive, and say how to open one.</summary>
public abstract class LakeContract
{
    private static readonly DateOnly First = new(2025, 1, 31);
    private static readonly DateOnly Second = new(2025, 2, 1);

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A store of this test, empty at first; every call opens the same one.</summary>
    protected abstract IObjectStore Open();

    [Fact]
    public async Task A_new_lake_has_all_tables_and_no_rows()
    {
        var tables = await new LakeCatalog(Open()).ReadAsync(Stop);
        Assert.Equal(["conversations", "messages", "labels", "user_days", "daily_metrics", "reports"], tables.Select(t => t.Name));
        Assert.All(tables, t => Assert.Empty(t.Files));
        Assert.All(tables, t => Assert.NotEmpty(t.Columns));
        Assert.Equal(0, (await OpenLake().InspectAsync(Stop)).Bytes);
    }

    [Fact]
    public async Task A_staged_day_is_seen_by_nobody_before_the_commit()
    {
        var lake = OpenLake();
        var staged = await lake.StageAsync(Some.LakeDay(First), Stop);
        Assert.All(await new LakeCatalog(Open()).ReadAsync(Stop), t => Assert.Empty(t.Files));
        await lake.CommitAsync([staged], Stop);
        Assert.All(await new LakeCatalog(Open()).ReadAsync(Stop), t => Assert.Equal(First, Assert.Single(t.Files).Day));
    }

    [Fact]
    public async Task The_summary_counts_rows_files_and_all_bytes()
    {
        await PublishAsync(OpenLake(), Some.LakeDay(First, 3), Some.LakeDay(Second, 2));
        var summary = await OpenLake().InspectAsync(Stop);
        Assert.Equal(5, summary.Rows("conversations"));
        Assert.Equal(20, summary.Rows("messages"));
        Assert.Equal(2, summary.Tables["messages"].Files);
        Assert.Equal((await ObjectsAsync()).Sum(o => o.Bytes), summary.Bytes);
    }

    [Fact]
    public async Task Publishing_twice_writes_nothing()
    {
        await PublishAsync(OpenLake(), Some.LakeDay(First), Some.LakeDay(Second));
        var before = await ObjectsAsync();
        await PublishAsync(OpenLake(), Some.LakeDay(Second), Some.LakeDay(First));
        Assert.Equal(before, await ObjectsAsync());
    }

    [Fact]
    public async Task A_day_with_other_rows_replaces_its_file_and_no_other()
    {
        await PublishAsync(OpenLake(), Some.LakeDay(First), Some.LakeDay(Second));
        var before = await ContentAsync();
        await PublishAsync(OpenLake(), Some.LakeDay(Second, seed: 2));
        var after = await ContentAsync();
        Assert.Equal(before.Where(f => f.Contains("/month=01/", StringComparison.Ordinal)), after.Where(f => f.Contains("/month=01/", StringComparison.Ordinal)));
        Assert.NotEqual(before, after);
        Assert.Equal(before.Count, after.Count);
        Assert.Equal(after, await DataAsync());
    }

    [Fact]
    public async Task A_table_that_is_not_given_is_left_alone_and_an_empty_one_loses_the_day()
    {
        await PublishAsync(OpenLake(), Some.LakeDay(First), Some.LakeDay(Second));
        await PublishAsync(OpenLake(), new DayPartition(Second) { Messages = [], Labels = [] });
        var files = (await new LakeCatalog(Open()).ReadAsync(Stop)).ToDictionary(t => t.Name, t => t.Files.Length);
        Assert.Equal((2, 1, 1, 2), (files["conversations"], files["messages"], files["labels"], files["reports"]));
        await PublishAsync(OpenLake(), new DayPartition(First) { Messages = [] });
        Assert.Equal(0, (await OpenLake().InspectAsync(Stop)).Rows("messages"));
        Assert.Equal(await ContentAsync(), await DataAsync());
    }

    [Fact]
    public async Task A_day_that_returns_to_an_earlier_content_has_its_earlier_file()
    {
        await PublishAsync(OpenLake(), Some.LakeDay(First));
        var before = await ContentAsync();
        await PublishAsync(OpenLake(), Some.LakeDay(First, seed: 2));
        await PublishAsync(OpenLake(), Some.LakeDay(First));
        Assert.Equal(before, await ContentAsync());
        Assert.Equal(before, await DataAsync());
    }

    [Fact]
    public async Task Writers_at_once_are_all_in()
    {
        const int Writers = 4;
        const int Rounds = 6;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            var lake = OpenLake();
            for (var round = 0; round < Rounds; round++)
            {
                var day = First.AddDays((writer * Rounds) + round);
                await lake.CommitAsync([await lake.StageAsync(new DayPartition(day) { Conversations = [Some.LakeConversation(day, 0)] }, Stop)], Stop);
            }
        })));
        Assert.Equal(Writers * Rounds, (await OpenLake().InspectAsync(Stop)).Rows("conversations"));
        Assert.Equal(await ContentAsync(), await DataAsync());
        Assert.Equal(0, await OpenLake().CleanAsync(Stop));
    }

    [Fact]
    public async Task Killed_at_any_change_and_run_again_is_as_not_killed()
    {
        var lake = OpenLake();
        await PublishAsync(lake, [.. Days(seed: 1), Two(Second.AddDays(1), seed: 1)]);
        for (var changes = 0; ; changes++)
        {
            var seed = changes + 2;
            var dying = new IcebergLake(new FaultyObjectStore(Open(), changes), TimeProvider.System);
            var death = await Record.ExceptionAsync(() => RunAsync(dying, seed));
            Assert.True(death is null or KilledException, death?.ToString());
            Assert.Subset((await DataAsync()).ToHashSet(), (await ContentAsync()).ToHashSet());

            await RunAsync(lake, seed);
            Assert.Equal(await UndisturbedAsync(seed), await ContentAsync());
            Assert.Equal(await ContentAsync(), await DataAsync());
            Assert.Equal(0, await lake.CleanAsync(Stop));
            if (death is null)
            {
                Assert.True(changes > 15, $"only {changes} changes were tried");
                return;
            }
        }

        static async Task RunAsync(IcebergLake lake, int seed)
        {
            await lake.CleanAsync(Stop);
            await PublishAsync(lake, [.. Days(seed), new DayPartition(Second.AddDays(1)) { Messages = [] }]);
        }

        static async Task<List<string>> UndisturbedAsync(int seed)
        {
            var folder = Directory.CreateTempSubdirectory("colloquy-lake-");
            try
            {
                var store = new LocalObjectStore(folder.FullName);
                var undisturbed = new IcebergLake(store, TimeProvider.System);
                await PublishAsync(undisturbed, [.. Days(seed), Two(Second.AddDays(1), seed: 1) with { Messages = [] }]);
                return await ContentAsync(store);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        static DayPartition[] Days(int seed) => [Two(First, seed), Two(Second, seed)];

        static DayPartition Two(DateOnly day, int seed) => Some.LakeDay(day, seed: seed) with { Labels = null, UserDays = null, DailyMetrics = null, Reports = null };
    }

    [Fact]
    public async Task What_a_killed_run_left_is_removed_and_nothing_else()
    {
        var lake = OpenLake();
        await PublishAsync(lake, Some.LakeDay(First));
        var before = await ObjectsAsync();
        await lake.StageAsync(Some.LakeDay(Second), Stop);
        await Open().PutAsync("messages/metadata/abc-m0.avro", new byte[] { 1 }, Stop);
        await Open().PutAsync("messages/notes.txt", new byte[] { 1 }, Stop);
        Assert.Equal(7, await lake.CleanAsync(Stop));
        Assert.Equal(before.Select(o => o.Key).Append("messages/notes.txt").Order(StringComparer.Ordinal), (await ObjectsAsync()).Select(o => o.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Many_who_create_one_object_at_once_have_one_winner_whose_bytes_are_there()
    {
        for (var round = 0; round < 20; round++)
        {
            var key = $"race/{round}";
            var won = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Open().TryCreateAsync(key, Bytes(i), Stop))));
            var winner = Assert.Single(Enumerable.Range(0, 8), i => won[i]);
            Assert.Equal(Bytes(winner), await Open().ReadAsync(key, Stop));
        }

        static byte[] Bytes(int writer) => [.. Enumerable.Repeat((byte)writer, 4096)];
    }

    [Fact]
    public async Task Objects_are_put_replaced_listed_and_deleted()
    {
        var store = Open();
        Assert.Null(await store.ReadAsync("a/b", Stop));
        await store.DeleteAsync("a/b", Stop);
        await store.PutAsync("a/b", new byte[] { 1 }, Stop);
        await store.PutAsync("a/b", new byte[] { 2, 3 }, Stop);
        await store.PutAsync("ab", new byte[] { 4 }, Stop);
        Assert.Equal([2, 3], await store.ReadAsync("a/b", Stop));
        Assert.Equal([("a/b", 2L)], (await ListAsync("a/")).Select(o => (o.Key, o.Bytes)));
        Assert.Equal(["a/b", "ab"], (await ListAsync("a")).Select(o => o.Key));
        Assert.False(await store.TryCreateAsync("ab", new byte[] { 5 }, Stop));
        Assert.Equal([4], await store.ReadAsync("ab", Stop));
        await store.DeleteAsync("a/b", Stop);
        Assert.Empty(await ListAsync("a/"));
    }

    protected IcebergLake OpenLake() => new(Open(), TimeProvider.System);

    protected static async Task PublishAsync(ILake lake, params DayPartition[] days)
    {
        var staged = await Task.WhenAll(days.Select(day => Task.Run(() => lake.StageAsync(day, Stop))));
        await lake.CommitAsync(staged, Stop);
    }

    /// <summary>Keys of the committed data files, in order.</summary>
    protected Task<List<string>> ContentAsync() => ContentAsync(Open());

    private static async Task<List<string>> ContentAsync(IObjectStore store)
    {
        var root = store.PathOf("");
        var tables = await new LakeCatalog(store).ReadAsync(Stop);
        return [.. tables.SelectMany(t => t.Files).Select(f => f.Path[root.Length..].Replace('\\', '/').TrimStart('/')).Order(StringComparer.Ordinal)];
    }

    /// <summary>Keys of all data files, as a reader with a glob sees them, in order.</summary>
    protected async Task<List<string>> DataAsync() =>
        [.. (await ObjectsAsync()).Select(o => o.Key).Where(k => k.Contains("/data/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    protected Task<List<StoredObject>> ObjectsAsync() => ListAsync("");

    private async Task<List<StoredObject>> ListAsync(string prefix)
    {
        var found = new List<StoredObject>();
        await foreach (var one in Open().ListAsync(prefix, Stop))
        {
            found.Add(one);
        }

        return [.. found.OrderBy(o => o.Key, StringComparer.Ordinal)];
    }
}
