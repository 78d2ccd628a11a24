using Colloquy.Lake;
using Colloquy.Query;
using Colloquy.Query.Fetching;
using Colloquy.TestKit;
using Colloquy.Tests.Query;
using Colloquy.Tests.Query.Fetching;

namespace Colloquy.Tests.Lake;

/// <summary>Days that a version without one of the columns wrote, and days of this version, are one table.</summary>
public sealed class AddedColumnTests : IDisposable
{
    private static readonly DateOnly Old = new(2025, 4, 1);
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static readonly TimeSpan Keep = TimeSpan.FromDays(1);

    private readonly TempFolder temp = new();
    private readonly LocalObjectStore store;

    public AddedColumnTests() => store = new LocalObjectStore(temp.Under("lake"));

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task Rows_of_older_files_are_null_in_it()
    {
        await OlderLake.PublishLabelsAsync(store, TimeProvider.System, Keep, Old, Stop);
        Assert.Equal($"rows,known\r\n{Some.LakeDay(Old).Labels!.Count},0\r\n", await NearAsync());
        await PublishAsync(Old.AddDays(1));
        var each = Some.LakeDay(Old).Labels!.Count;
        Assert.Equal($"rows,known\r\n{2 * each},{each}\r\n", await NearAsync());
        Assert.Equal($"rows,known\r\n{each},0\r\n", await NearAsync($"WHERE {OlderLake.Column} IS NULL"));
        Assert.Equal(await NearAsync(), await FarAsync());
        Assert.Equal(await NearAsync($"WHERE date = '{Old:yyyy-MM-dd}'"), await FarAsync($"WHERE date = '{Old:yyyy-MM-dd}'"));
    }

    [Fact]
    public async Task The_state_before_it_came_can_still_be_read()
    {
        await OlderLake.PublishLabelsAsync(store, TimeProvider.System, Keep, Old, Stop);
        var before = DateTimeOffset.UtcNow;
        await Task.Delay(2, Stop);
        await PublishAsync(Old);
        Assert.Equal($"rows,known\r\n{Some.LakeDay(Old).Labels!.Count},0\r\n", await CsvAsync(await new LakeCatalog(store).ReadAsync(before, Stop), ""));
    }

    [Fact]
    public async Task A_table_of_one_version_is_not_asked_for_what_may_be_missing()
    {
        await PublishAsync(Old);
        Assert.All(await new LakeCatalog(store).ReadAsync(Stop), table => Assert.False(table.MayLackColumns));
        await OlderLake.PublishLabelsAsync(store, TimeProvider.System, Keep, Old.AddDays(1), Stop);
        Assert.Equal(["labels"], (await new LakeCatalog(store).ReadAsync(Stop)).Where(table => table.MayLackColumns).Select(table => table.Name));
    }

    private async Task PublishAsync(DateOnly day)
    {
        var lake = new IcebergLake(store, TimeProvider.System, Keep);
        await lake.CommitAsync([await lake.StageAsync(Some.LakeDay(day), Stop)], Stop);
    }

    private async Task<string> NearAsync(string where = "") => await CsvAsync(await new LakeCatalog(store).ReadAsync(Stop), where);

    private static Task<string> CsvAsync(IReadOnlyList<LakeTableFiles> tables, string where) =>
        FarLake.CsvAsync(new LakeQuery(EngineHost.InProcess, tables, PublishedLake.Limits, TimeProvider.System), Sql(where));

    private Task<string> FarAsync(string where = "")
    {
        var far = new FarObjectStore(store);
        var cache = new LakeFileCache(far, temp.Under("cache"), 100_000_000, TimeProvider.System) { Limits = new FetchLimits(WholeBytes: 0) };
        return FarLake.CsvAsync(new LakeQuery(EngineHost.InProcess, new LakeCatalog(far).ReadAsync, PublishedLake.Limits, TimeProvider.System, cache), Sql(where));
    }

    private static string Sql(string where) => $"SELECT count(*) AS rows, count({OlderLake.Column}) AS known FROM labels {where}";
}
