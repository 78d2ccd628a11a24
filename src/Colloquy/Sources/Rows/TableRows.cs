using Colloquy.Model.Fields;

namespace Colloquy.Sources.Rows;

/// <summary>A table as rows give it: its columns, and how their cells make a typed row.</summary>
/// <param name="Id">The column that names a row.</param>
internal sealed record TableRows<T>(ColumnSet Columns, Field Id, Func<RowCells, T> Map);
