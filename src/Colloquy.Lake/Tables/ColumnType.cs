using ParquetSharp;

namespace Colloquy.Lake.Tables;

/// <summary>Column types of the lake.</summary>
internal enum ColumnType
{
    Text,
    TextList,
    Integer,
    Long,
    Float,
    Double,
    Boolean,
    Date,
    /// <summary>Microseconds since 1970, UTC.</summary>
    Timestamp,
    /// <summary>DECIMAL(18,7), stored as a scaled 64-bit integer.</summary>
    Price,
}

internal static class ColumnTypes
{
    public static string SqlName(this ColumnType type) => type switch
    {
        ColumnType.Text => "VARCHAR",
        ColumnType.TextList => "VARCHAR[]",
        ColumnType.Integer => "INTEGER",
        ColumnType.Long => "BIGINT",
        ColumnType.Float => "REAL",
        ColumnType.Double => "DOUBLE",
        ColumnType.Boolean => "BOOLEAN",
        ColumnType.Date => "DATE",
        ColumnType.Timestamp => "TIMESTAMP WITH TIME ZONE",
        ColumnType.Price => "DECIMAL(18,7)",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>Name of the primitive type in Iceberg; for a list, that of its elements.</summary>
    public static string IcebergName(this ColumnType type) => type switch
    {
        ColumnType.Text or ColumnType.TextList => "string",
        ColumnType.Integer => "int",
        ColumnType.Long => "long",
        ColumnType.Float => "float",
        ColumnType.Double => "double",
        ColumnType.Boolean => "boolean",
        ColumnType.Date => "date",
        ColumnType.Timestamp => "timestamptz",
        ColumnType.Price => "decimal(18, 7)",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    public static (PhysicalType Physical, LogicalType Logical) Parquet(this ColumnType type) => type switch
    {
        ColumnType.Text or ColumnType.TextList => (PhysicalType.ByteArray, LogicalType.String()),
        ColumnType.Integer => (PhysicalType.Int32, LogicalType.None()),
        ColumnType.Long => (PhysicalType.Int64, LogicalType.None()),
        ColumnType.Float => (PhysicalType.Float, LogicalType.None()),
        ColumnType.Double => (PhysicalType.Double, LogicalType.None()),
        ColumnType.Boolean => (PhysicalType.Boolean, LogicalType.None()),
        ColumnType.Date => (PhysicalType.Int32, LogicalType.Date()),
        ColumnType.Timestamp => (PhysicalType.Int64, LogicalType.Timestamp(true, TimeUnit.Micros)),
        ColumnType.Price => (PhysicalType.Int64, LogicalType.Decimal(18, 7)),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
