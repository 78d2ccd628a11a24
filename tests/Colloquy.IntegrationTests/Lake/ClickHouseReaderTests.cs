using System.Globalization;
using System.Text.Json.Nodes;
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

        // A turn for an old conversation rewrites its day and adds one; a conversation that was deleted leaves its day.
        var late = JsonNode.Parse(SampleRows.Load().Messages[0])!;
        late["id"] = "11111111-2222-4333-8444-555555555555";
        late["query"] = "One more thing";
        late["created_at"] = "2025-12-24 10:00:00+00:00";
        var deleted = JsonNode.Parse(SampleRows.Load().Conversations[^1])!;
        deleted["is_deleted"] = true;
        deleted["updated_at"] = "2025-12-24 10:00:00+00:00";
        await File.WriteAllTextAsync(Path.Combine(rows, "messages-late.jsonl"), late.ToJsonString() + "\n", Stop);
        await File.WriteAllTextAsync(Path.Combine(rows, "conversations-late.jsonl"), deleted.ToJsonString() + "\n", Stop);
        Assert.Equal(0, (await home.RunAsync(rows, Stop)).ExitCode);
        var after = await AssertEnginesAgreeAsync(home.LakePath);
        Assert.Equal(before["conversations"].Rows - 1, after["conversations"].Rows);
        Assert.All(after, table => Assert.NotEqual(before[table.Key].Digest, table.Value.Digest));

        // The metadata names the place where the lake was written; ClickHouse reads it where it is.
        Directory.Move(home.LakePath, temp.Under("moved"));
        await AssertEnginesAgreeAsync(temp.Under("moved"));
    }

    [Fact]
    public async Task Columns_have_the_declared_types()
    {
        using var temp = new TempFolder();
        var tables = await PublishAsync(temp.Path);
        var found = await ClickHouseReader.QueryAsync(temp.Path, tables.Select(t => $"DESCRIBE {new LocalLake(temp.Path).Table(t.Name)}"), Stop);
        Assert.All(tables.Zip(found), pair => Assert.Equal(
            pair.First.Columns.Select(c => (c.Name, TypeOf(c))),
            pair.Second.Select(c => (c[0]!, Known(c[1]!)))));

        // Columns that may be null say so; which these are is not part of the declared SQL type.
        static string Known(string type) => type.StartsWith("Nullable(", StringComparison.Ordinal) ? type[9..^1] : type;
    }

    [Fact]
    public async Task A_condition_on_the_time_skips_the_files_of_other_days_and_finds_the_same_rows()
    {
        using var temp = new TempFolder();
        var tables = await PublishAsync(temp.Path);
        var messages = tables.Single(t => t.Name == "messages");
        var source = new LocalLake(temp.Path).Table("messages");
        string Between(string from, string to, int pruning) =>
            TableDigest.Sql(SqlDialect.ClickHouse, messages.Columns, $"{source} WHERE created_at >= '{from}' AND created_at < '{to}'")
            + $" SETTINGS use_iceberg_partition_pruning = {pruning}";
        const string Skipped = "SELECT sum(value) FROM system.events WHERE event = 'IcebergPartitionPrunedFiles'";

        // Times within a day, whose file has to be read and filtered. The engine opens the day that begins at the end of the interval, although none of its rows can be meant.
        foreach (var (from, to, days) in new[] { ("2025-04-02 00:07:00", "2025-04-05 00:00:00.000001", 4), ("2025-04-02", "2025-04-04", 3), ("2025-05-01", "2026-01-01", 0) })
        {
            var results = await ClickHouseReader.QueryAsync(temp.Path, [Between(from, to, 0), Skipped, Between(from, to, 1), Skipped], Stop);
            var whole = TableDigest.Of(messages.Columns, results[0][0]);
            var pruned = TableDigest.Of(messages.Columns, results[2][0]);
            Assert.Equal((whole.Rows, whole.Digest), (pruned.Rows, pruned.Digest));
            Assert.Equal(whole.Columns, pruned.Columns);
            Assert.Equal(days > 0, whole.Rows > 0);
            Assert.Equal(("0", (messages.Files.Length - days).ToString(CultureInfo.InvariantCulture)), (results[1][0][0], results[3][0][0]));
        }
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

    [Fact]
    public async Task The_snapshot_of_the_newest_state_is_the_only_one()
    {
        using var temp = new TempFolder();
        await PublishAsync(temp.Path);
        var metadata = Directory.GetFiles(Path.Combine(temp.Path, "messages", "metadata"), "v*.metadata.json")
            .MaxBy(file => int.Parse(Path.GetFileName(file).Split('.')[0][1..], CultureInfo.InvariantCulture))!;
        var snapshot = Assert.Single(JsonNode.Parse(await File.ReadAllTextAsync(metadata, Stop))!["snapshots"]!.AsArray())!;
        var source = new LocalLake(temp.Path).Table("messages");
        var found = await ClickHouseReader.QueryAsync(
            temp.Path,
            [
                $"SELECT count() FROM {source}",
                $"SELECT count() FROM {source} SETTINGS iceberg_snapshot_id = {snapshot["snapshot-id"]}",
                $"SELECT count() FROM {source} SETTINGS iceberg_timestamp_ms = {snapshot["timestamp-ms"]}",
            ],
            Stop);
        Assert.NotEqual("0", found[0][0][0]);
        Assert.All(found, rows => Assert.Equal(found[0][0], rows[0]));
    }

    private static async Task<IReadOnlyList<LakeTableFiles>> PublishAsync(string folder)
    {
        var store = new LocalObjectStore(folder);
        var lake = new IcebergLake(store, TimeProvider.System);
        for (var day = new DateOnly(2025, 3, 28); day < new DateOnly(2025, 4, 10); day = day.AddDays(1))
        {
            await lake.CommitAsync([await lake.StageAsync(Some.LakeDay(day), Stop)], Stop);
        }

        return await new LakeCatalog(store).ReadAsync(Stop);
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
            await using var command = connection.CreateCommand();
            var files = string.Join(", ", table.Files.Select(f => $"'{f.Path.Replace("'", "''", StringComparison.Ordinal)}'"));
            command.CommandText = TableDigest.Sql(SqlDialect.DuckDb, table.Columns, $"read_parquet([{files}])");
            await using var reader = await command.ExecuteReaderAsync(Stop);
            Assert.True(await reader.ReadAsync(Stop));
            var row = Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)).ToList();
            var expected = TableDigest.Of(table.Columns, row);
            Assert.Equal(table.Files.Sum(f => f.Rows), expected.Rows);
            Assert.Equal(expected.Columns, found[table.Name].Columns);
            Assert.Equal((expected.Rows, expected.Digest), (found[table.Name].Rows, found[table.Name].Digest));
        }

        return found;
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
