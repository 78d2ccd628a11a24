namespace Colloquy.Lake;

/// <summary>A committed state of a table that can be read.</summary>
/// <param name="Operation"><c>append</c>, <c>overwrite</c>, <c>delete</c> or <c>replace</c>, as Iceberg names them.</param>
/// <param name="Rows">Rows, files and bytes of data of the whole table.</param>
/// <param name="AddedRows">Rows of files that came with it.</param>
/// <param name="DeletedRows">Rows of files that went with it.</param>
public sealed record LakeSnapshot(
    string Table, long Id, DateTimeOffset CommittedAt, string Operation, long Rows, long Files, long Bytes, long AddedRows, long DeletedRows, bool IsCurrent);
