namespace Colloquy.Lake;

/// <summary>A readable committed state of a table.</summary>
/// <param name="Operation">Iceberg's <c>append</c>, <c>overwrite</c>, <c>delete</c> or <c>replace</c>.</param>
/// <param name="Rows">Rows of the whole table.</param>
/// <param name="AddedRows">Rows of files added by it.</param>
/// <param name="DeletedRows">Rows of files removed by it.</param>
public sealed record LakeSnapshot(
    string Table, long Id, DateTimeOffset CommittedAt, string Operation, long Rows, long Files, long Bytes, long AddedRows,
    long DeletedRows, bool IsCurrent);
