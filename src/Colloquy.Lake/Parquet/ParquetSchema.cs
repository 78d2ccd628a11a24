using Colloquy.Lake.Tables;
using ParquetSharp;
using ParquetSharp.Schema;
using Column = Colloquy.Lake.Tables.Column;

namespace Colloquy.Lake.Parquet;

/// <summary>A table's declaration as Parquet schema and writer properties.</summary>
internal static class ParquetSchema
{
    private const string CreatedBy = "colloquy";
    private const int Level = 3;
    private const int ProseLevel = 9;

    public static GroupNode Node(Table table) => new("schema", Repetition.Required, [.. table.Columns.Select(Node)]);

    public static WriterProperties Properties(Table table)
    {
        using var builder = new WriterPropertiesBuilder();
        builder.CreatedBy(CreatedBy)
            .Version(ParquetVersion.PARQUET_2_6)
            .DisableWritePageIndex()
            .DisableStatistics()
            .SetSizeStatisticsLevel(SizeStatisticsLevel.None)
            .Compression(Compression.Zstd)
            .CompressionLevel(Level)
            .DisableDictionary();
        foreach (var column in table.Columns)
        {
            Configure(builder, column);
        }

        return builder.Build();
    }

    private static void Configure(WriterPropertiesBuilder builder, Column column)
    {
        if (column.HasStatistics)
        {
            builder.EnableStatistics(column.Path);
        }

        if (column.Packing == Packing.Repeating)
        {
            builder.EnableDictionary(column.Path);
        }
        else if (Distinct(column.Type.Parquet().Physical) is { } encoding)
        {
            builder.Encoding(column.Path, encoding);
        }

        if (column.Packing == Packing.Prose)
        {
            builder.CompressionLevel(column.Path, ProseLevel);
        }
    }

    private static Encoding? Distinct(PhysicalType type) => type switch
    {
        PhysicalType.ByteArray => Encoding.DeltaLengthByteArray,
        PhysicalType.Int32 or PhysicalType.Int64 => Encoding.DeltaBinaryPacked,
        PhysicalType.Float or PhysicalType.Double => Encoding.ByteStreamSplit,
        _ => null,
    };

    private static Node Node(Column column)
    {
        var (physical, logical) = column.Type.Parquet();
        var repetition = column.Required ? Repetition.Required : Repetition.Optional;
        return column.Type != ColumnType.TextList
            ? new PrimitiveNode(column.Name, repetition, logical, physical, fieldId: column.Id)
            : new GroupNode(
                column.Name,
                Repetition.Required,
                [new GroupNode("list", Repetition.Repeated, [new PrimitiveNode("element", Repetition.Required, logical, physical, fieldId: column.ElementId)])],
                LogicalType.List(),
                column.Id);
    }
}
