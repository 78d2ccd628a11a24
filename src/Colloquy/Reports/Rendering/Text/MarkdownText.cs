using System.Text;
using Colloquy.Reports.Rendering.Documents;

namespace Colloquy.Reports.Rendering.Text;

/// <summary>A document as GitHub-flavoured Markdown that is also readable as plain text.</summary>
internal static class MarkdownText
{
    // A longer cell overflows its column: padding the whole column to its width could take megabytes of spaces.
    private const int WidestColumn = 200;

    public static string Write(Document document)
    {
        var text = new StringBuilder();
        text.Append("# ").Append(Escape(document.Title)).Append("\n\n").Append(Escape(document.Subtitle)).Append('\n');
        foreach (var section in document.Sections)
        {
            text.Append('\n');
            if (section.Heading is { } heading)
            {
                text.Append("## ").Append(Escape(heading)).Append("\n\n");
            }

            WriteGrid(text, section.Grid);
            if (section.Remainder is { } remainder)
            {
                text.Append('\n').Append(Escape(remainder)).Append('\n');
            }
        }

        if (!document.Notes.IsEmpty)
        {
            text.Append("\n## Notes\n\n");
        }

        foreach (var note in document.Notes)
        {
            text.Append("- ").Append(Escape(note)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Escapes text for a table cell: no markup, no HTML, no cell border, one line.</summary>
    internal static string Escape(string text)
    {
        var line = SafeText.OneLine(text);
        var escaped = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            escaped.Append(line[i] switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '_' when IsInsideWord(line, i) => "_",
                '\\' or '|' or '`' or '*' or '_' or '[' or ']' or '~' or '#' or '!' => $"\\{line[i]}",
                _ => line[i].ToString(),
            });
        }

        return escaped.ToString();
    }

    private static void WriteGrid(StringBuilder text, Grid grid)
    {
        var rows = grid.Rows.Select(Cells).ToList();
        var heads = grid.Columns.Select(c => Escape(c.Header)).ToArray();
        var widths = heads.Select((head, i) => rows.Select(r => CellWidth.Of(r[i])).Append(CellWidth.Of(head)).Append(3).Max())
            .Select(width => Math.Min(width, WidestColumn)).ToArray();
        WriteRow(text, grid, widths, heads);
        WriteRow(
            text, grid, widths,
            [.. grid.Columns.Select((c, i) => c.Words ? new string('-', widths[i]) : new string('-', widths[i] - 1) + ":")]);
        foreach (var row in rows)
        {
            WriteRow(text, grid, widths, row);
        }
    }

    private static string[] Cells(GridRow row) => [.. row.Cells.Select((cell, i) => (i, row.Rank) switch
    {
        (0, RowRank.Part) => $"– {Escape(cell)}",
        (_, RowRank.Total) when cell.Length > 0 => $"**{Escape(cell)}**",
        _ => Escape(cell),
    })];

    private static void WriteRow(StringBuilder text, Grid grid, int[] widths, string[] cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            var space = new string(' ', Math.Max(0, widths[i] - CellWidth.Of(cells[i])));
            text.Append("| ").Append(grid.Columns[i].Words ? cells[i] + space : space + cells[i]).Append(' ');
        }

        text.Append("|\n");
    }

    private static bool IsInsideWord(string line, int at) =>
        at > 0 && at < line.Length - 1 && char.IsLetterOrDigit(line[at - 1]) && char.IsLetterOrDigit(line[at + 1]);
}
