using Colloquy.Lake.Tables;
using ParquetSharp;

namespace Colloquy.Lake.Parquet;

/// <summary>Turns the rows of a day into the bytes of a Parquet file. The same rows in any order give the same bytes.</summary>
internal static class ParquetEncoder
{
    // Bounds the buffers of one column; a day rarely has more.
    private const int RowGroupSize = 100_000;

    public static byte[] Encode<TRow>(Table<TRow> table, IEnumerable<TRow> rows)
    {
        var sorted = rows.ToArray();
        Array.Sort(sorted, table.Order);
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

        return stream.ToArray();
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

    private static Dictionary<string, string> Metadata(Table table) => new()
    {
        ["colloquy.table"] = table.Name,
        ["colloquy.schema"] = table.Version.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
