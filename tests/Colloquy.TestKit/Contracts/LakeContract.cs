using Colloquy.Lake;
using Colloquy.Publish;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Colloquy.TestKit.Contracts;

/// <summary>What a lake keeps, whatever object store it is in. Derive, and say how to open one.</summary>
public abstract partial class LakeContract
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
    public async Task Every_kept_state_can_be_read_until_it_is_given_up()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2025, 6, 1, 0, 0, 0, TimeSpan.Zero));
        var lake = new IcebergLake(Open(), clock, TimeSpan.FromDays(7));
        var states = new List<(DateTimeOffset At, List<string> Files)>();
        for (var seed = 1; seed <= 3; seed++)
        {
            await PublishAsync(lake, Some.LakeDay(First, seed: seed), Some.LakeDay(Second, seed: 9));
            states.Add((clock.GetUtcNow(), await ContentAsync()));
            clock.Advance(TimeSpan.FromHours(1));
        }

        foreach (var (at, files) in states)
        {
            Assert.Equal(files, await ContentAsync(Open(), at));
        }

        Assert.NotEqual(0, await lake.ExpireAsync(all: true, Stop));
        Assert.Equal(states[^1].Files, await DataAsync());
        Assert.Equal(0, await lake.CleanAsync(Stop));
    }

    [Fact]
    public async Task Writers_at_once_keep_what_each_replaced()
    {
        var keep = TimeSpan.FromDays(7);
        var days = Enumerable.Range(0, 3).Select(writer => First.AddDays(writer)).ToList();
        await PublishAsync(new IcebergLake(Open(), TimeProvider.System, keep), [.. days.Select(day => Small(day, 1))]);
        await Task.WhenAll(days.Select(day => Task.Run(async () =>
        {
            for (var seed = 2; seed <= 4; seed++)
            {
                await PublishAsync(new IcebergLake(Open(), TimeProvider.System, keep), Small(day, seed));
            }
        })));

        var catalog = new LakeCatalog(Open());
        var snapshots = (await catalog.ReadSnapshotsAsync(Stop)).Where(snapshot => snapshot.Table == "conversations").ToList();
        Assert.Equal(1 + (3 * days.Count), snapshots.Count);
        foreach (var snapshot in snapshots)
        {
            var files = (await catalog.ReadAsync(snapshot.CommittedAt, Stop)).Single(table => table.Name == "conversations").Files;
            Assert.Equal(days, files.Select(file => file.Day));
            Assert.All(await Task.WhenAll(files.Select(file => Open().ReadAsync(file.Key, Stop))), Assert.NotNull);
        }

        Assert.Equal(0, await OpenLake().CleanAsync(Stop));

        static DayPartition Small(DateOnly day, int seed) => new(day) { Conversations = Some.LakeDay(day, seed: seed).Conversations };
    }

    [Fact]
    public async Task A_lake_that_was_copied_here_is_read_here_and_says_so_after_relocation()
    {
        var folder = Directory.CreateTempSubdirectory("colloquy-lake-");
        try
        {
            var elsewhere = new LocalObjectStore(folder.FullName);
            await PublishAsync(new IcebergLake(elsewhere, TimeProvider.System), Some.LakeDay(First), Some.LakeDay(Second));
            await foreach (var one in elsewhere.ListAsync("", Stop))
            {
                await Open().PutAsync(one.Key, (await elsewhere.ReadAsync(one.Key, Stop))!, Stop);
            }

            var files = await ContentAsync();
            Assert.Equal(await ContentAsync(elsewhere), files);
            for (var changes = 0; ; changes++)
            {
                var death = await Record.ExceptionAsync(() => new IcebergLake(new FaultyObjectStore(Open(), changes), TimeProvider.System).RelocateAsync(null, Stop));
                Assert.True(death is null or KilledException, death?.ToString());
                Assert.Equal(files, await ContentAsync());
                if (death is null)
                {
                    Assert.True(changes > 0, "nothing was changed");
                    break;
                }
            }

            Assert.Equal(0, await OpenLake().RelocateAsync(null, Stop));
            await OpenLake().CleanAsync(Stop);
            Assert.Equal(files, await ContentAsync());
            var newest = (await ObjectsAsync()).Where(o => o.Key.EndsWith(".metadata.json", StringComparison.Ordinal)).GroupBy(o => o.Key.Split('/')[0], StringComparer.Ordinal)
                .Select(ofTable => ofTable.MaxBy(o => (o.Key.Length, o.Key))!);
            foreach (var one in newest)
            {
                var text = System.Text.Encoding.UTF8.GetString((await Open().ReadAsync(one.Key, Stop))!);
                Assert.Contains($"\"location\":\"{Open().Location}/", text, StringComparison.Ordinal);
                Assert.DoesNotContain(elsewhere.Location, text, StringComparison.Ordinal);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
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

    private static async Task<List<string>> ContentAsync(IObjectStore store, DateTimeOffset? at = null)
    {
        var root = store.PathOf("");
        var tables = await new LakeCatalog(store).ReadAsync(at, Stop);
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
