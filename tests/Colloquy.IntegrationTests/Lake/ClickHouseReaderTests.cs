using Colloquy.IntegrationTests.Laws;
using Colloquy.Lake;
using Colloquy.TestKit;
using DuckDB.NET.Data;

namespace Colloquy.IntegrationTests.Lake;

/// <summary>ClickHouse finds in the Iceberg tables what DuckDB finds in the committed files.</summary>
public sealed class ClickHouseReaderTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_value_of_the_six_tables_is_there_before_and_after_days_were_rewritten()
    {
        using var temp = new TempFolder();
        var rows = temp.Under("rows");
        SampleRows.Load().WriteTo(rows);
        await using var home = await Home.OpenAsync(temp.Under("a home"), Stop);
        await home.RunAsync(rows, Stop);
        var before = await AssertEnginesAgreeAsync(home.LakePath);

        await LateRows.WriteToAsync(rows, Stop);
        Assert.Equal(0, (await home.RunAsync(rows, Stop)).ExitCode);
        var after = await AssertEnginesAgreeAsync(home.LakePath);
        Assert.Equal(before["conversations"].Rows - 1, after["conversations"].Rows);
        Assert.All(after, table => Assert.NotEqual(before[table.Key].Digest, table.Value.Digest));

        // The metadata names the place where the lake was written; ClickHouse reads it where it is.
        Directory.Move(home.LakePath, temp.Under("moved"));
        await AssertEnginesAgreeAsync(temp.Under("moved"));
    }

    [Fact]
    public async Task A_row_is_found_by_its_id_alone()
    {
        using var temp = new TempFolder();
        var rows = temp.Under("rows");
        SampleRows.Load().WriteTo(rows);
        await using var home = await Home.OpenAsync(temp.Under("home"), Stop);
        await home.RunAsync(rows, Stop);
        var lake = new LocalLake(home.LakePath);
        foreach (var table in (string[])["conversations", "messages"])
        {
            var ids = (await ClickHouseReader.QueryAsync(home.LakePath, $"SELECT id FROM {lake.Table(table)} ORDER BY id", Stop)).Select(row => row[0]!).ToList();
            Assert.All(ids, id => Assert.True(Guid.TryParse(id, out _)));
            var some = ids.Where((_, i) => i % (ids.Count / 20) == 0).ToList();
            var found = await ClickHouseReader.QueryAsync(home.LakePath, some.Select(id => $"SELECT id FROM {lake.Table(table)} WHERE id = '{id}'"), Stop);
            Assert.Equal(some, found.Select(rows => Assert.Single(rows)[0]));
        }
    }

    private static async Task<IReadOnlyDictionary<string, TableDigest>> AssertEnginesAgreeAsync(string folder)
    {
        var tables = await new LakeCatalog(new LocalObjectStore(folder)).ReadAsync(Stop);
        var found = await ClickHouseReader.ReadAsync(new LocalLake(folder), tables, Stop);
        await using var connection = new DuckDBConnection("Data Source=:memory:");
        await connection.OpenAsync(Stop);
        foreach (var table in tables)
        {
            Assert.NotEmpty(table.Files);
            var expected = await TableDigest.OfFilesAsync(connection, table, table.Files.Select(f => f.Path), Stop);
            Assert.Equal(table.Files.Sum(f => f.Rows), expected.Rows);
            Assert.Equal(expected.Columns, found[table.Name].Columns);
            Assert.Equal((expected.Rows, expected.Digest), (found[table.Name].Rows, found[table.Name].Digest));
        }

        return found;
    }
}
