namespace Colloquy.Lake;

/// <summary>A column of a lake table, as SQL sees it.</summary>
/// <param name="Id">Iceberg's field id, by which every file knows the column.</param>
/// <param name="Name">In lower case, with underscores.</param>
/// <param name="SqlType">
/// In the words that DuckDB and standard SQL share: <c>VARCHAR</c>, <c>VARCHAR[]</c>, <c>INTEGER</c>, <c>BIGINT</c>, <c>REAL</c>, <c>DOUBLE</c>, <c>BOOLEAN</c>,
/// <c>DATE</c>, <c>TIMESTAMP WITH TIME ZONE</c>, <c>DECIMAL(p,s)</c>. JSON is text.
/// </param>
/// <param name="Doc">One line for a person.</param>
public sealed record LakeColumn(int Id, string Name, string SqlType, string Doc);
