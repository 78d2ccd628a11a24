namespace Colloquy.Lake;

/// <summary>A column of a lake table, as SQL sees it.</summary>
/// <param name="Id">Iceberg's field id, which identifies the column in every file.</param>
/// <param name="Name">Lower case, with underscores.</param>
/// <param name="SqlType">
/// A type name common to DuckDB and standard SQL: <c>VARCHAR</c>, <c>VARCHAR[]</c>, <c>INTEGER</c>, <c>BIGINT</c>, <c>REAL</c>,
/// <c>DOUBLE</c>, <c>BOOLEAN</c>, <c>DATE</c>, <c>TIMESTAMP WITH TIME ZONE</c>, <c>DECIMAL(p,s)</c>. JSON is text.
/// </param>
/// <param name="Doc">One line of documentation.</param>
public sealed record LakeColumn(int Id, string Name, string SqlType, string Doc);
