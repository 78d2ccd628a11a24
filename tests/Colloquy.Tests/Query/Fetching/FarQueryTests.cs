using Colloquy.Lake;
using Colloquy.Query;
using Colloquy.Query.Fetching;
using Colloquy.TestKit;

namespace Colloquy.Tests.Query.Fetching;

/// <summary>Queries over a lake that is no folder: what they fetch, and that their answers are those of the lake in a folder.</summary>
public sealed class FarQueryTests : IClassFixture<FarLake>, IDisposable
{
    private const string OneDay = "SELECT count(*) AS n FROM messages WHERE created_at >= '2025-04-01' AND created_at < '2025-04-02'";

    private readonly TempFolder folder = new();
    private readonly FarLake lake;
    private readonly FarObjectStore store;

    public FarQueryTests(FarLake lake) => (this.lake, store) = (lake, new FarObjectStore(lake.Near));

    private static FetchLimits Parts => new(WholeBytes: 0, GapBytes: 0, TailBytes: 1_000);

    private IEnumerable<string> FilesRead => store.Reads.Select(r => r.Key).Distinct(StringComparer.Ordinal);

    public void Dispose() => folder.Dispose();

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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_table_has_the_rows_of_the_lake_in_a_folder(bool parts)
    {
        foreach (var table in lake.NearTables)
        {
            await AgreeAsync($"SELECT * FROM {table.Name} ORDER BY ALL", parts);
            foreach (var column in table.Columns)
            {
                await AgreeAsync($"SELECT {column.Name} FROM {table.Name} ORDER BY ALL", parts);
            }
        }
    }

    private LakeQuery Far(bool parts = false, long bytes = 100_000_000, TimeProvider? clock = null) => new(
        new LakeCatalog(store).ReadAsync, PublishedLake.Limits, TimeProvider.System,
        new LakeFileCache(store, folder.Under("cache"), bytes, clock ?? TimeProvider.System) { Limits = parts ? Parts : new FetchLimits() });

    private async Task AgreeAsync(string sql, bool parts = false) => Assert.Equal(await lake.NearAsync(sql), await FarLake.CsvAsync(Far(parts), sql));
}
