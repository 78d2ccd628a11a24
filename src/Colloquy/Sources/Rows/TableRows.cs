using Colloquy.Model.Fields;

namespace Colloquy.Sources.Rows;

/// <summary>A table: its columns, and how to make a typed row from cells.</summary>
/// <param name="Id">The column with the row's id.</param>
internal sealed record TableRows<T>(ColumnSet Columns, Field Id, Func<RowCells, T> Map);
