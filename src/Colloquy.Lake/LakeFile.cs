namespace Colloquy.Lake;

/// <summary>A committed Parquet file: one UTC day of one table.</summary>
/// <param name="Path">Where a reader on this machine opens it: an absolute path for a lake in a folder.</param>
public sealed record LakeFile(string Path, DateOnly Day, long Rows, long Bytes);
