using Colloquy.Lake;
using Colloquy.Publish;
using Colloquy.Query;
using Colloquy.Query.Fetching;
using Colloquy.TestKit;

namespace Colloquy.Tests.Query.Fetching;

/// <summary>What queries keep of a far lake does not outlive what the lake gave up.</summary>
public sealed class ForgottenFilesTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Parts_of_files_that_the_lake_replaced_go_and_those_of_the_others_stay()
    {
        using var folder = new TempFolder();
        var near = new LocalObjectStore(folder.Under("lake"));
        var lake = new IcebergLake(near, TimeProvider.System);
        var (first, second) = (new DateOnly(2025, 4, 1), new DateOnly(2025, 4, 2));
        await PublishAsync(lake, Some.LakeDay(first, conversations: 3, seed: 1), Some.LakeDay(second, conversations: 3, seed: 2));
        var store = new FarObjectStore(near);
        var cache = new LakeFileCache(store, folder.Under("cache"), 100_000_000, TimeProvider.System);
        await AskAsync();
        await cache.ForgetReplacedAsync(Stop);
        store.Forget();
        await AskAsync();
        Assert.Empty(store.Reads);

        await PublishAsync(lake, Some.LakeDay(first, conversations: 2, seed: 3));
        var before = Parts();
        await cache.ForgetReplacedAsync(Stop);
        Assert.InRange(Parts().Length, 1, before.Length - 1);
        store.Forget();
        await AskAsync();
        Assert.NotEmpty(store.Reads);
        Assert.All(store.Reads, read => Assert.Contains("day=01", read.Key, StringComparison.Ordinal));

        string[] Parts() => Directory.GetFiles(folder.Under("cache"), "*", SearchOption.AllDirectories);

        async Task AskAsync() => await FarLake.CsvAsync(
            new LakeQuery(EngineHost.InProcess, token => new LakeCatalog(store).ReadAsync(token), PublishedLake.Limits, TimeProvider.System, cache), "SELECT * FROM messages ORDER BY ALL");
    }

    [Fact]
    public async Task Without_a_cache_there_is_nothing_to_forget()
    {
        using var folder = new TempFolder();
        await new LakeFileCache(new LocalObjectStore(folder.Under("lake")), folder.Under("cache"), 1, TimeProvider.System).ForgetReplacedAsync(Stop);
        Assert.False(Directory.Exists(folder.Under("cache")));
    }

    private static async Task PublishAsync(IcebergLake lake, params DayPartition[] days)
    {
        var staged = new List<IStagedDay>();
        foreach (var day in days)
        {
            staged.Add(await lake.StageAsync(day, Stop));
        }

        await lake.CommitAsync(staged, Stop);
    }
}
