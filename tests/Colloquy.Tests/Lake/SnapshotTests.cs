using Colloquy.Lake;
using Colloquy.Publish;
using Colloquy.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace Colloquy.Tests.Lake;

/// <summary>What the lake keeps of its past, for how long, and what becomes of the files.</summary>
public sealed class SnapshotTests : IDisposable
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static readonly DateOnly First = new(2025, 1, 31);
    private static readonly DateOnly Second = new(2025, 2, 1);
    private static readonly TimeSpan Keep = TimeSpan.FromDays(7);

    // Tables whose rows another seed changes.
    private const int Changing = 5;

    private readonly TempFolder temp = new();
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2025, 6, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly LocalObjectStore store;

    public SnapshotTests() => store = new LocalObjectStore(temp.Under("lake"));

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task The_lake_can_be_read_as_it_stood_at_any_moment_that_is_kept()
    {
        var states = new List<(DateTimeOffset At, List<string> Files)>();
        foreach (var seed in (int[])[1, 2, 3, 1])
        {
            await PublishAsync(Keep, Some.LakeDay(First, seed: seed), Some.LakeDay(Second, seed: 9));
            states.Add((clock.GetUtcNow(), await CommittedAsync()));
            clock.Advance(TimeSpan.FromHours(1));
        }

        foreach (var (at, files) in states)
        {
            Assert.Equal(files, await CommittedAsync(at));
            Assert.Equal(files, await CommittedAsync(at + TimeSpan.FromMinutes(59)));
        }

        Assert.Equal(states[0].Files, states[3].Files);
        Assert.Empty(await CommittedAsync(states[0].At - TimeSpan.FromSeconds(1)));
        Assert.Equal(4, (await new LakeCatalog(store).ReadSnapshotsAsync(Stop)).Count(snapshot => snapshot.Table == "conversations"));
    }

    [Fact]
    public async Task The_next_commit_expires_snapshots_past_the_retention_period_and_no_others()
    {
        await PublishAsync(Keep, Some.LakeDay(First), Some.LakeDay(Second));
        var first = await CommittedAsync();
        clock.Advance(TimeSpan.FromDays(30));
        await PublishAsync(Keep, Some.LakeDay(First, seed: 2));
        var second = await CommittedAsync();
        clock.Advance(TimeSpan.FromDays(6));
        await PublishAsync(Keep, Some.LakeDay(First, seed: 3));
        Assert.Equal(first, await CommittedAsync(clock.GetUtcNow() - TimeSpan.FromDays(10)));
        Assert.Subset((await DataAsync()).ToHashSet(), first.ToHashSet());

        clock.Advance(TimeSpan.FromDays(2));
        await PublishAsync(Keep, Some.LakeDay(First, seed: 4));
        Assert.Equal(second, await CommittedAsync(clock.GetUtcNow() - TimeSpan.FromDays(4)));
        var gone = first.Except(second).ToList();
        Assert.NotEmpty(gone);
        Assert.Empty(gone.Intersect(await DataAsync()));
        var late = await Assert.ThrowsAsync<LakeException>(() => CommittedAsync(clock.GetUtcNow() - TimeSpan.FromDays(20)));
        Assert.Contains("COLLOQUY_LAKE_KEEP", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_commits_nothing_still_expires_old_snapshots()
    {
        await PublishAsync(Keep, Some.LakeDay(First));
        clock.Advance(TimeSpan.FromHours(1));
        await PublishAsync(Keep, Some.LakeDay(First, seed: 2));
        Assert.Equal(0, await Open(Keep).ExpireAsync(all: false, Stop));
        Assert.NotEqual(await CommittedAsync(), await DataAsync());
        clock.Advance(Keep);
        Assert.Equal(Changing, await Open(Keep).ExpireAsync(all: false, Stop));
        Assert.Equal(await CommittedAsync(), await DataAsync());
        Assert.Equal(0, await Open(Keep).ExpireAsync(all: false, Stop));
        Assert.Equal(0, await Open(Keep).CleanAsync(Stop));
    }

    [Fact]
    public async Task Data_to_erase_is_deleted_at_once()
    {
        await PublishAsync(Keep, Some.LakeDay(First), Some.LakeDay(Second));
        await PublishAsync(Keep, Some.LakeDay(First, seed: 2));
        Assert.Equal(Changing, await Open(Keep).ExpireAsync(all: true, Stop));
        Assert.Equal(await CommittedAsync(), await DataAsync());
        Assert.Equal(0, await Open(Keep).CleanAsync(Stop));
    }

    [Fact]
    public async Task A_file_that_came_back_stays_when_the_snapshot_that_had_it_first_goes()
    {
        await PublishAsync(Keep, Some.LakeDay(First), Some.LakeDay(Second));
        var files = await CommittedAsync();
        await PublishAsync(Keep, Some.LakeDay(First, seed: 2));
        await PublishAsync(Keep, Some.LakeDay(First));
        await Open(Keep).ExpireAsync(all: true, Stop);
        Assert.Equal(files, await CommittedAsync());
        Assert.Equal(files, await DataAsync());
    }

    [Fact]
    public async Task Killed_at_any_change_the_kept_snapshots_stay_readable_and_the_next_run_leaves_no_orphan()
    {
        for (var changes = 0; ; changes++)
        {
            using var folder = new TempFolder();
            var own = new LocalObjectStore(folder.Path);
            var time = new FakeTimeProvider(clock.GetUtcNow());
            await PublishAsync(new IcebergLake(own, time, Keep), Day(1));
            time.Advance(TimeSpan.FromDays(1));
            await PublishAsync(new IcebergLake(own, time, Keep), Day(2));
            var before = time.GetUtcNow();
            time.Advance(TimeSpan.FromDays(7.5));
            var death = await Record.ExceptionAsync(() => PublishAsync(new IcebergLake(new FaultyObjectStore(own, changes), time, Keep), Day(3)));
            Assert.True(death is null or KilledException, death?.ToString());
            var kept = await new LakeCatalog(own).ReadAsync(before, Stop);
            Assert.All(kept.SelectMany(table => table.Files), file => Assert.True(File.Exists(file.Path), file.Key));

            var lake = new IcebergLake(own, time, Keep);
            await lake.CleanAsync(Stop);
            await PublishAsync(lake, Day(3));
            var snapshots = (await new LakeCatalog(own).ReadSnapshotsAsync(Stop)).Where(snapshot => snapshot.Table == "conversations").ToList();
            Assert.Equal(2, snapshots.Count);
            Assert.Equal(0, await lake.CleanAsync(Stop));
            if (death is null)
            {
                Assert.True(changes >= 8, $"only {changes} changes were tried");
                return;
            }
        }

        static DayPartition Day(int seed) => Some.LakeDay(First, seed: seed) with { Messages = null, Labels = null, UserDays = null, DailyMetrics = null, Reports = null };
    }

    [Fact]
    public async Task A_lake_that_was_copied_says_where_it_is_in_every_kept_snapshot_and_once()
    {
        await PublishAsync(Keep, Some.LakeDay(First), Some.LakeDay(Second));
        var at = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromHours(1));
        await PublishAsync(Keep, Some.LakeDay(First, seed: 2));
        var (then, now) = (await CommittedAsync(at), await CommittedAsync());
        Directory.Move(temp.Under("lake"), temp.Under("moved"));
        var moved = new LocalObjectStore(temp.Under("moved"));
        var lake = new IcebergLake(moved, clock, Keep);

        Assert.Equal(6, await lake.RelocateAsync(null, Stop));
        Assert.Equal(0, await lake.RelocateAsync(null, Stop));
        Assert.Equal(now, Keys(await new LakeCatalog(moved).ReadAsync(Stop)));
        Assert.Equal(then, Keys(await new LakeCatalog(moved).ReadAsync(at, Stop)));
        await AssertSaysAsync(temp.Under("moved"), moved.Location, store.Location);
        Assert.Equal(0, await lake.CleanAsync(Stop));

        // Another address stays, also when the next day is published.
        Assert.Equal(6, await lake.RelocateAsync("s3a://bucket/place", Stop));
        clock.Advance(TimeSpan.FromHours(1));
        await PublishAsync(lake, Some.LakeDay(Second, seed: 5));
        Assert.Equal(0, await lake.RelocateAsync("s3a://bucket/place", Stop));
        await AssertSaysAsync(temp.Under("moved"), "s3a://bucket/place", moved.Location);
        Assert.Equal(then, Keys(await new LakeCatalog(moved).ReadAsync(at, Stop)));
        Assert.Equal(0, await lake.CleanAsync(Stop));
    }

    // The newest metadata of each table, and every list and manifest: Avro keeps texts as they are, within blocks that are not compressed or in the metadata's own text.
    private static async Task AssertSaysAsync(string folder, string address, string not)
    {
        foreach (var table in Directory.GetDirectories(folder))
        {
            var newest = Directory.GetFiles(Path.Combine(table, "metadata"), "v*.metadata.json").MaxBy(file => int.Parse(Path.GetFileName(file)[1..].Split('.')[0], System.Globalization.CultureInfo.InvariantCulture))!;
            var text = await File.ReadAllTextAsync(newest, Stop);
            Assert.Contains($"\"location\":\"{address}/{Path.GetFileName(table)}\"", text, StringComparison.Ordinal);
            Assert.DoesNotContain(not + "/", text, StringComparison.Ordinal);
            var lists = Directory.GetFiles(Path.Combine(table, "metadata"), "*.avro");
            Assert.NotEmpty(lists);
            Assert.All(lists, list => Assert.DoesNotContain(not + "/", File.ReadAllText(list, System.Text.Encoding.Latin1), StringComparison.Ordinal));
        }
    }

    private IcebergLake Open(TimeSpan keep) => new(store, clock, keep);

    private Task PublishAsync(TimeSpan keep, params DayPartition[] days) => PublishAsync(Open(keep), days);

    private static async Task PublishAsync(IcebergLake lake, params DayPartition[] days)
    {
        var staged = new List<IStagedDay>();
        foreach (var day in days)
        {
            staged.Add(await lake.StageAsync(day, Stop));
        }

        await lake.CommitAsync(staged, Stop);
    }

    private async Task<List<string>> CommittedAsync(DateTimeOffset? at = null) => Keys(await new LakeCatalog(store).ReadAsync(at, Stop));

    private static List<string> Keys(IReadOnlyList<LakeTableFiles> tables) => [.. tables.SelectMany(table => table.Files).Select(file => file.Key).Order(StringComparer.Ordinal)];

    private async Task<List<string>> DataAsync() =>
        await store.ListAsync("", Stop).Select(file => file.Key).Where(key => key.Contains("/data/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToListAsync(Stop);
}
