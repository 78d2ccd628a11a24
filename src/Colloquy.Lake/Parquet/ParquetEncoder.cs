using Colloquy.Lake.Tables;
using ParquetSharp;

namespace Colloquy.Lake.Parquet;

/// <summary>Encodes the rows of a day as a Parquet file. The same rows in any order give the same bytes.</summary>
internal static class ParquetEncoder
{
    // Limits the buffers of one column. Few days have more rows.
    private const int RowGroupSize = 100_000;

    /// <returns>The file, with minimum and maximum of the partition column.</returns>
    /// <exception cref="ArgumentException">A row belongs to another day.</exception>
    public static (byte[] File, (long Min, long Max) Bounds) Encode<TRow>(Table<TRow> table, DateOnly day, IReadOnlyCollection<TRow> rows)
    {
        var sorted = rows.ToArray();
        if (!IsSorted(sorted, table.Order))
        {
            Array.Sort(sorted, table.Order);
        }

        var bounds = table.PartitionColumn.Range(sorted);
        if (DayOf(table, bounds.Min) != day || DayOf(table, bounds.Max) != day)
        {
            throw new ArgumentException(
                $"A row of {table.Name} for {day:yyyy-MM-dd} has a {table.Partition.Name} on another day.", nameof(rows));
        }

        using var stream = new MemoryStream();
        using (var properties = ParquetSchema.Properties(table))
        using (var schema = ParquetSchema.Node(table))
        using (var writer = new ParquetFileWriter(stream, schema, properties, Metadata(table), leaveOpen: true))
        {
            for (var start = 0; start < sorted.Length; start += RowGroupSize)
            {
                Write(writer, table, sorted.AsSpan(start, Math.Min(RowGroupSize, sorted.Length - start)));
            }

            writer.Close();
        }

        return (stream.ToArray(), bounds);
    }

    private static void Write<TRow>(ParquetFileWriter writer, Table<TRow> table, ReadOnlySpan<TRow> rows)
    {
        using var group = writer.AppendRowGroup();
        foreach (var column in table.Definitions)
        {
            using var values = group.NextColumn();
            column.Write(values, rows);
        }

        group.Close();
    }

    private static bool IsSorted<TRow>(TRow[] rows, Comparison<TRow> order)
    {
        for (var i = 1; i < rows.Length; i++)
        {
            if (order(rows[i - 1], rows[i]) > 0)
            {
                return false;
            }
        }

        return true;
    }

    private static DateOnly DayOf(Table table, long value) =>
        DayNumber.ToDate(
            (int)(table.Partition.Type == ColumnType.Date ? value
            : long.CreateChecked(Math.Floor((decimal)value / TimeSpan.MicrosecondsPerDay))));

    private static Dictionary<string, string> Metadata(Table table) => new()
    {
        ["colloquy.table"] = table.Name,
        ["colloquy.schema"] = table.Version.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
