using System.Text;
using Colloquy.Lake.Parquet;
using Colloquy.Lake.Tables;
using Colloquy.Model;
using Colloquy.Publish;
using Colloquy.TestKit;
using DuckDB.NET.Data;

namespace Colloquy.Tests.Lake.Parquet;

/// <summary>Two libraries that did not write the files find every value as it was declared, at the ends of what the types take: DuckDB and Parquet.Net.</summary>
public sealed class ParquetReadersTests
{
    private static readonly DateOnly Day = new(2025, 4, 1);

    [Fact]
    public Task Conversations_are_read_back() => AssertReadBackAsync(ConversationsTable.Definition, ExtremeRows.Conversations);

    [Fact]
    public Task Messages_are_read_back() => AssertReadBackAsync(MessagesTable.Definition, ExtremeRows.Messages);

    [Fact]
    public Task Labels_are_read_back() => AssertReadBackAsync(LabelsTable.Definition, ExtremeRows.Labels);

    [Fact]
    public Task User_days_are_read_back() => AssertReadBackAsync(UserDaysTable.Definition, ExtremeRows.UserDays);

    [Fact]
    public Task Daily_metrics_are_read_back() => AssertReadBackAsync(DailyMetricsTable.Definition, ExtremeRows.DailyMetrics);

    [Fact]
    public Task Reports_are_read_back() => AssertReadBackAsync(ReportsTable.Definition, ExtremeRows.Reports);

    [Fact]
    public async Task Prices_have_seven_places_and_what_does_not_fit_is_null()
    {
        decimal?[] prices = [null, 0m, 0.0000001m, -0.0000001m, 1.5m, -1.50m, 99_999_999_999.9999999m, -99_999_999_999.9999999m, 0.00000005m, 0.00000015m, 100_000_000_000m, decimal.MinValue];
        decimal?[] expected = [null, 0m, 0.0000001m, -0.0000001m, 1.5m, -1.5m, 99_999_999_999.9999999m, -99_999_999_999.9999999m, 0m, 0.0000002m, null, null];
        var rows = prices.Select((price, i) => ExtremeRows.Message(Day, i, new string((char)('a' + i), 1)) is var row ? row with { Turn = row.Turn with { Message = row.Turn.Message with { TotalPrice = price } } } : row);
        var file = ParquetEncoder.Encode(MessagesTable.Definition, Day, [.. rows]).File;
        Assert.Equal(expected.Select(Units), (await ParquetNetAsync(MessagesTable.Definition, file))["total_price"]);
        Assert.Equal(expected.Select(Units), (await DuckDbAsync(MessagesTable.Definition, file))["total_price"]);

        static object? Units(decimal? price) => price is { } known ? (long)(known * 10_000_000m) : null;
    }

    [Fact]
    public async Task Times_are_whole_microseconds_from_the_first_year_to_the_last()
    {
        DateTimeOffset?[] times = [null, DateTimeOffset.MinValue, DateTimeOffset.UnixEpoch.AddMicroseconds(-1), DateTimeOffset.UnixEpoch, new(2025, 3, 30, 2, 30, 0, TimeSpan.FromHours(14)), DateTimeOffset.MaxValue];
        long?[] expected = [null, -62_135_596_800_000_000, -1, 0, 1_743_251_400_000_000, 253_402_300_799_999_999];
        var rows = times.Select((time, i) => ExtremeRows.Analysed(new Conversation { Id = $"{i}", CreatedAt = ExtremeRows.First(Day), UpdatedAt = time, ReadAt = time }));
        var file = ParquetEncoder.Encode(ConversationsTable.Definition, Day, [.. rows]).File;
        foreach (var found in new[] { await ParquetNetAsync(ConversationsTable.Definition, file), await DuckDbAsync(ConversationsTable.Definition, file) })
        {
            Assert.Equal(expected.Select(e => (object?)e), found["updated_at"]);
            Assert.Equal(expected.Select(e => (object?)e), found["read_at"]);
        }
    }

    [Fact]
    public async Task An_unpaired_surrogate_becomes_the_replacement_character()
    {
        string[] names = ["half \uD83D", "\uDE00 half", "\uDE00\uD83D", "whole 😀"];
        var file = ParquetEncoder.Encode(ConversationsTable.Definition, Day, [.. names.Select((name, i) => ExtremeRows.Analysed(new Conversation { Id = $"{i}", CreatedAt = ExtremeRows.First(Day), Name = name }))]).File;
        Assert.Equal(["half \uFFFD", "\uFFFD half", "\uFFFD\uFFFD", "whole 😀"], (await ParquetNetAsync(ConversationsTable.Definition, file))["name"]);
        Assert.Equal(["half \uFFFD", "\uFFFD half", "\uFFFD\uFFFD", "whole 😀"], (await DuckDbAsync(ConversationsTable.Definition, file))["name"]);
    }

    [Fact]
    public Task Rows_beyond_the_first_row_group_are_read_back()
    {
        var conversation = ExtremeRows.Analysed(new Conversation { Id = "many", CreatedAt = ExtremeRows.First(Day) });
        return AssertReadBackAsync(
            LabelsTable.Definition,
            _ => [.. Enumerable.Range(0, 100_003).Select(i => new LabelRow(conversation, new(i % 7 == 0 ? null : i, "topic", $"{i % 5}", i, "", "", [.. Enumerable.Repeat("word", i % 3)]), ExtremeRows.First(Day)))],
            Day);
    }

    private static async Task AssertReadBackAsync<TRow>(Table<TRow> table, Func<DateOnly, IReadOnlyList<TRow>> rowsOf, params DateOnly[] days)
    {
        foreach (var day in days.Length > 0 ? days : [Day, new(1969, 12, 31), DateOnly.MaxValue, DateOnly.MinValue])
        {
            var rows = rowsOf(day).ToArray();
            var file = ParquetEncoder.Encode(table, day, rows).File;
            Array.Sort(rows, table.Order);
            var parquetNet = await ParquetNetAsync(table, file);
            var duckDb = await DuckDbAsync(table, file);
            foreach (var column in table.Definitions)
            {
                var expected = rows.Select(row => Value(column, row)).ToList();
                AssertSame(expected, parquetNet[column.Name], $"{table.Name}.{column.Name} on {day:O}, read by Parquet.Net");
                AssertSame(expected, duckDb[column.Name], $"{table.Name}.{column.Name} on {day:O}, read by DuckDB");
            }
        }
    }

    /// <summary>The declared value. Times are microseconds, dates days, prices ten-millionths; text is as UTF-8 can hold it.</summary>
    private static object? Value<TRow>(Column<TRow> column, TRow row) => column switch
    {
        TextColumn<TRow> text => Mended(text.Read(row)),
        TextListColumn<TRow> list => list.Read(row).Select(Mended).ToArray(),
        ScalarColumn<TRow, bool> scalar => scalar.Read(row),
        ScalarColumn<TRow, int> scalar => scalar.Read(row),
        ScalarColumn<TRow, long> scalar => scalar.Read(row),
        ScalarColumn<TRow, float> scalar => scalar.Read(row),
        ScalarColumn<TRow, double> scalar => scalar.Read(row),
        _ => throw new NotSupportedException($"{column.Name} has values of a type that this test does not know."),
    };

    private static string? Mended(string? text) => text is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static async Task<Dictionary<string, List<object?>>> ParquetNetAsync(Table table, byte[] file)
    {
        var columns = await ParquetNetReader.ReadAsync(file);
        Assert.Equal(table.Columns.Select(c => c.Name), columns.Keys);
        return table.Columns.ToDictionary(c => c.Name, c => columns[c.Name].ConvertAll(value => value switch
        {
            DateTime time when c.Type == ColumnType.Date => (int)(time - DateTime.UnixEpoch).TotalDays,
            DateTime time => (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
            decimal price => (long)(price * 10_000_000m),
            _ => value,
        }));
    }

    private static async Task<Dictionary<string, List<object?>>> DuckDbAsync(Table table, byte[] file)
    {
        using var folder = new TempFolder();
        var path = folder.Under("day.parquet");
        await File.WriteAllBytesAsync(path, file, TestContext.Current.CancellationToken);
        await using var connection = new DuckDBConnection("Data Source=:memory:");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"DESCRIBE FROM read_parquet('{path}')";
        var types = new List<(string, string)>();
        await using (var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken))
        {
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            {
                types.Add((reader.GetString(0), reader.GetString(1)));
            }
        }

        Assert.Equal(table.Columns.Select(c => (c.Name, c.Type == ColumnType.Float ? "FLOAT" : c.Type.SqlName())), types);
        command.CommandText = $"SELECT {string.Join(", ", table.Columns.Select(c => c.Type switch
        {
            ColumnType.Timestamp => $"epoch_us({c.Name})",
            ColumnType.Date => $"({c.Name} - DATE '1970-01-01')::INTEGER",
            ColumnType.Price => $"({c.Name}::DECIMAL(38,7) * 10000000)::BIGINT",
            _ => c.Name,
        }))} FROM read_parquet('{path}')";
        var columns = table.Columns.ToDictionary(c => c.Name, _ => new List<object?>());
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
        {
            foreach (var (i, column) in table.Columns.Index())
            {
                columns[column.Name].Add(rows.IsDBNull(i) ? null : rows.GetValue(i) is List<string> list ? list.ToArray() : rows.GetValue(i));
            }
        }

        return columns;
    }

    private static void AssertSame(List<object?> expected, List<object?> found, string where)
    {
        Assert.Equal((where, expected.Count), (where, found.Count));
        foreach (var (row, (value, other)) in expected.Zip(found).Index())
        {
            Assert.True(value is string[] list ? other is string[] texts && list.SequenceEqual(texts) : Equals(value, other) && IsNegative(value) == IsNegative(other), $"{where}, row {row}: {other} instead of {value}");
        }
    }

    // Equals takes both zeros for the same.
    private static bool IsNegative(object? value) => value is float single ? float.IsNegative(single) : value is double wide && double.IsNegative(wide);
}
