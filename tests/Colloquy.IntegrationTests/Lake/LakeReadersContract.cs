using System.Globalization;
using Colloquy.Lake;
using Colloquy.TestKit;
using DuckDB.NET.Data;

namespace Colloquy.IntegrationTests.Lake;

/// <summary>What engines that are not ours find in the Iceberg tables, wherever the lake is. Derive, and say where it is.</summary>
public abstract class LakeReadersContract
{
    private static readonly DateOnly First = new(2025, 3, 28);
    private const int Days = 13;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected abstract IObjectStore Store { get; }

    private protected abstract LakeLocation Location { get; }

    [Fact]
    public async Task Columns_have_the_declared_types_and_every_value_is_there()
    {
        await PublishAsync();
        var tables = await new LakeCatalog(Store).ReadAsync(Stop);
        var found = await ClickHouseReader.QueryAsync(Location.Folder, tables.Select(t => $"DESCRIBE {Location.Table(t.Name)}"), Stop);
        Assert.All(tables.Zip(found), pair => Assert.Equal(
            pair.First.Columns.Select(c => (c.Name, TypeOf(c))),
            pair.Second.Select(c => (c[0]!, Known(c[1]!)))));
        await AssertHasAsync(tables, await ClickHouseReader.ReadAsync(Location, tables, Stop));

        // Columns that may be null say so; which these are is not part of the declared SQL type.
        static string Known(string type) => type.StartsWith("Nullable(", StringComparison.Ordinal) ? type[9..^1] : type;
    }

    [Fact]
    public async Task A_condition_on_the_time_skips_the_files_of_other_days_and_finds_the_same_rows()
    {
        await PublishAsync();
        var messages = (await new LakeCatalog(Store).ReadAsync(Stop)).Single(t => t.Name == "messages");
        var source = Location.Table("messages");
        string Between(string from, string to, int pruning) =>
            TableDigest.Sql(SqlDialect.ClickHouse, messages.Columns, $"{source} WHERE created_at >= '{from}' AND created_at < '{to}'")
            + $" SETTINGS use_iceberg_partition_pruning = {pruning}";
        const string Skipped = "SELECT sum(value) FROM system.events WHERE event = 'IcebergPartitionPrunedFiles'";

        // Times within a day, whose file has to be read and filtered. The engine opens the day that begins at the end of the interval, although none of its rows can be meant.
        foreach (var (from, to, days) in new[] { ("2025-04-02 00:07:00", "2025-04-05 00:00:00.000001", 4), ("2025-04-02", "2025-04-04", 3), ("2025-05-01", "2026-01-01", 0) })
        {
            var results = await ClickHouseReader.QueryAsync(Location.Folder, [Between(from, to, 0), Skipped, Between(from, to, 1), Skipped], Stop);
            var whole = TableDigest.Of(messages.Columns, results[0][0]);
            var pruned = TableDigest.Of(messages.Columns, results[2][0]);
            Assert.Equal((whole.Rows, whole.Digest), (pruned.Rows, pruned.Digest));
            Assert.Equal(whole.Columns, pruned.Columns);
            Assert.Equal(days > 0, whole.Rows > 0);
            Assert.Equal(("0", (messages.Files.Length - days).ToString(CultureInfo.InvariantCulture)), (results[1][0][0], results[3][0][0]));
        }
    }

    [Fact]
    public async Task Each_kept_snapshot_has_the_rows_of_its_time()
    {
        var lake = new IcebergLake(Store, TimeProvider.System, TimeSpan.FromDays(1));
        for (var seed = 1; seed <= 3; seed++)
        {
            await lake.CommitAsync([await lake.StageAsync(Some.LakeDay(First, conversations: 2 + seed, seed: seed), Stop)], Stop);
        }

        var catalog = new LakeCatalog(Store);
        var snapshots = (await catalog.ReadSnapshotsAsync(Stop)).Where(s => s.Table == "messages").ToList();
        Assert.Equal(3, snapshots.Count);
        var columns = (await catalog.ReadAsync(Stop)).Single(t => t.Name == "messages").Columns;
        var found = await ClickHouseReader.QueryAsync(
            Location.Folder, snapshots.Select(s => $"{TableDigest.Sql(SqlDialect.ClickHouse, columns, Location.Table("messages"))} SETTINGS iceberg_snapshot_id = {s.Id}"), Stop);
        foreach (var (snapshot, rows) in snapshots.Zip(found))
        {
            var then = (await catalog.ReadAsync(snapshot.CommittedAt, Stop)).Where(t => t.Name == "messages").ToList();
            await AssertHasAsync(then, new Dictionary<string, TableDigest> { ["messages"] = TableDigest.Of(columns, rows[0]) });
        }

        Assert.Equal(3, found.Select(rows => rows[0][0]).Distinct().Count());
    }

    [Fact]
    public async Task A_column_that_was_added_is_null_in_older_files()
    {
        await OlderLake.PublishLabelsAsync(Store, TimeProvider.System, TimeSpan.Zero, First, Stop);
        var lake = new IcebergLake(Store, TimeProvider.System);
        await lake.CommitAsync([await lake.StageAsync(Some.LakeDay(First.AddDays(1)), Stop)], Stop);
        var each = Some.LakeDay(First).Labels!.Count.ToString(CultureInfo.InvariantCulture);
        var found = await ClickHouseReader.QueryAsync(
            Location.Folder, $"SELECT date, count(), countIf({OlderLake.Column} != '') FROM {Location.Table("labels")} GROUP BY date ORDER BY date", Stop);
        Assert.Equal([each, each], found.Select(row => row[1]));
        Assert.Equal(["0", each], found.Select(row => row[2]));

        var content = (await IcebergReader.ReadAsync(Location, [("labels", ["conversation_id", "kind", "value", OlderLake.Column], ["score"])], Stop))["labels"];
        Assert.Equal(2 * Some.LakeDay(First).Labels!.Count, content.Rows);
        Assert.Contains(OlderLake.Column, content.Columns);
    }

    [Fact]
    public async Task A_second_reader_finds_the_rows_too()
    {
        await PublishAsync();
        var tables = await new LakeCatalog(Store).ReadAsync(Stop);
        var found = await IcebergReader.ReadAsync(Location, tables.Select(t => (t.Name, (string[])[], (string[])[])), Stop);
        Assert.All(tables, t => Assert.Equal((t.Files.Sum(f => f.Rows), t.Columns.Length), (found[t.Name].Rows, found[t.Name].Columns.Length)));
    }

    private async Task PublishAsync()
    {
        var lake = new IcebergLake(Store, TimeProvider.System);
        for (var day = 0; day < Days; day += 4)
        {
            await lake.CommitAsync(await Task.WhenAll(Enumerable.Range(day, Math.Min(4, Days - day)).Select(i => lake.StageAsync(Some.LakeDay(First.AddDays(i)), Stop))), Stop);
        }
    }

    /// <summary>DuckDB reads the committed files themselves.</summary>
    private async Task AssertHasAsync(IReadOnlyList<LakeTableFiles> tables, IReadOnlyDictionary<string, TableDigest> found)
    {
        using var temp = new TempFolder();
        await using var connection = new DuckDBConnection("Data Source=:memory:");
        await connection.OpenAsync(Stop);
        foreach (var table in tables)
        {
            Assert.NotEmpty(table.Files);
            var paths = new List<string>();
            foreach (var file in table.Files)
            {
                paths.Add(temp.Under(string.Create(CultureInfo.InvariantCulture, $"{table.Name}-{paths.Count}.parquet")));
                await File.WriteAllBytesAsync(paths[^1], (await Store.ReadAsync(file.Key, Stop))!, Stop);
            }

            var expected = await TableDigest.OfFilesAsync(connection, table, paths, Stop);
            Assert.Equal(table.Files.Sum(f => f.Rows), expected.Rows);
            Assert.Equal(expected.Columns, found[table.Name].Columns);
            Assert.Equal((expected.Rows, expected.Digest), (found[table.Name].Rows, found[table.Name].Digest));
        }
    }

    private static string TypeOf(LakeColumn column) => column.SqlType switch
    {
        "VARCHAR" => "String",
        "VARCHAR[]" => "Array(String)",
        "INTEGER" => "Int32",
        "BIGINT" => "Int64",
        "REAL" => "Float32",
        "DOUBLE" => "Float64",
        "BOOLEAN" => "Bool",
        "DATE" => "Date32",
        "TIMESTAMP WITH TIME ZONE" => "DateTime64(6, 'UTC')",
        "DECIMAL(18,7)" => "Decimal(18, 7)",
        _ => throw new ArgumentOutOfRangeException(nameof(column), column.SqlType, "No ClickHouse type is declared for it."),
    };
}
