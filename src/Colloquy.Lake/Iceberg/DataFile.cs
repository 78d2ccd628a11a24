namespace Colloquy.Lake.Iceberg;

/// <summary>A Parquet file of a table.</summary>
/// <param name="Key">Relative to the table: <c>data/year=2025/month=04/day=01/….parquet</c>.</param>
/// <param name="Day">The partition, as days since 1970.</param>
/// <param name="Bounds">Minimum and maximum of the partition column, if known, as microseconds or days since 1970.</param>
internal sealed record DataFile(string Key, int Day, long Rows, long Bytes, (long Min, long Max)? Bounds);
