using Colloquy.Reports.Rendering.Documents;

namespace Colloquy.Reports.Rendering.Html;

/// <summary>A grid as an HTML table that scrolls sideways on a narrow page.</summary>
internal static class DataTable
{
    /// <param name="bars">A bar per row, next to its first figure; null for none.</param>
    public static Markup Draw(string label, Grid grid, ImmutableArray<Markup>? bars = null)
    {
        var heads = grid.Columns.Select((column, i) => Head(column, i, bars is not null));
        return Markup.Of($"""
            <div class="scroll" role="region" tabindex="0" aria-label="{label}"><table class="data"><thead><tr>{heads}</tr></thead><tbody>
            {grid.Rows.Select((row, i) => Row(grid, row, bars?[i]))}</tbody></table></div>

            """);
    }

    private static Markup Head(GridColumn column, int index, bool withBars) => Markup.Of(
        $"""<th scope="col"{Class(column)}>{column.Header}</th>{(index == 0 && withBars ? Markup.Of($"<td></td>") : Markup.None)}""");

    private static Markup Row(Grid grid, GridRow row, Markup? bar)
    {
        var rank = row.Rank == RowRank.Total ? new Markup(" class=\"total\"") : Markup.None;
        return Markup.Of($"""
            <tr{rank}>{row.Cells.Select((cell, i) => Cell(grid.Columns[i], cell, i, bar))}</tr>

            """);
    }

    private static Markup Cell(GridColumn column, string cell, int index, Markup? bar) => index == 0
        ? Markup.Of($"""<th scope="row"><bdi>{cell}</bdi></th>{Bar(bar)}""")
        : column.Words ? Markup.Of($"<td><bdi>{cell}</bdi></td>") : Markup.Of($"<td class=\"number\">{cell}</td>");

    private static Markup Bar(Markup? bar) => bar is { } drawn ? Markup.Of($"<td class=\"bar-cell\">{drawn}</td>") : Markup.None;

    private static Markup Class(GridColumn column) => column.Words ? Markup.None : new Markup(" class=\"number\"");
}
