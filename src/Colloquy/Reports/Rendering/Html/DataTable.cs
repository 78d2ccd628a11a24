using Colloquy.Reports.Rendering.Documents;

namespace Colloquy.Reports.Rendering.Html;

/// <summary>A grid as an HTML table that scrolls sideways on a narrow page.</summary>
internal static class DataTable
{
    /// <param name="bars">A bar per row, next to its first figure; null for none.</param>
    public static Markup Draw(string label, Grid grid, ImmutableArray<Markup>? bars = null) => Markup.Of($"""
        <div class="scroll" role="region" tabindex="0" aria-label="{label}"><table class="data"><thead><tr>{grid.Columns.Select((c, i) => Head(c, i, bars is not null))}</tr></thead><tbody>
        {grid.Rows.Select((row, i) => Row(grid, row, bars?[i]))}</tbody></table></div>

        """);

    private static Markup Head(GridColumn column, int index, bool withBars) => Markup.Of(
        $"""<th scope="col"{Class(column)}>{column.Header}</th>{(index == 0 && withBars ? Markup.Of($"<td></td>") : Markup.None)}""");

    private static Markup Row(Grid grid, GridRow row, Markup? bar) => Markup.Of($"""
        <tr{(row.Rank == RowRank.Total ? new Markup(" class=\"total\"") : Markup.None)}>{row.Cells.Select((cell, i) => Cell(grid.Columns[i], cell, i, bar))}</tr>

        """);

    private static Markup Cell(GridColumn column, string cell, int index, Markup? bar) => index == 0
        ? Markup.Of($"""<th scope="row"><bdi>{cell}</bdi></th>{(bar is { } drawn ? Markup.Of($"<td class=\"bar-cell\">{drawn}</td>") : Markup.None)}""")
        : column.Words ? Markup.Of($"<td><bdi>{cell}</bdi></td>") : Markup.Of($"<td class=\"number\">{cell}</td>");

    private static Markup Class(GridColumn column) => column.Words ? Markup.None : new Markup(" class=\"number\"");
}
