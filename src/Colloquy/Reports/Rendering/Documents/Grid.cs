namespace Colloquy.Reports.Rendering.Documents;

/// <summary>A table of text. The first column names the row.</summary>
internal sealed record Grid(ImmutableArray<GridColumn> Columns, ImmutableArray<GridRow> Rows)
{
    public static Grid Of<T>(IEnumerable<T> items, params ReadOnlySpan<(GridColumn Column, Func<T, string> Cell)> columns)
    {
        var heads = ImmutableArray.CreateBuilder<GridColumn>();
        var cells = new List<Func<T, string>>();
        foreach (var (column, cell) in columns)
        {
            heads.Add(column);
            cells.Add(cell);
        }

        return new Grid(heads.ToImmutable(), [.. items.Select(item => new GridRow([.. cells.Select(cell => cell(item))]))]);
    }
}

/// <param name="Words">Whether the column holds words, aligned left, instead of figures, aligned right.</param>
internal sealed record GridColumn(string Header, bool Words = false);

internal sealed record GridRow(ImmutableArray<string> Cells, RowRank Rank = RowRank.Body);

internal enum RowRank
{
    Body,
    /// <summary>A part of the body row above.</summary>
    Part,
    Total,
}
