using System.Text;
using Colloquy.Reports.Rendering.Documents;

namespace Colloquy.Reports.Rendering.Text;

/// <summary>A document as aligned text. Columns that do not fit continue in a block below, with the same row names.</summary>
internal static class PlainText
{
    private const int LongestCell = 36;
    private const int Gap = 2;

    public static string Write(Document document, int width)
    {
        var text = new StringBuilder();
        Line(text, SafeText.OneLine(document.Title));
        Line(text, SafeText.OneLine(document.Subtitle));
        foreach (var section in document.Sections)
        {
            Line(text, "");
            if (section.Heading is { } heading)
            {
                Line(text, SafeText.OneLine(heading));
            }

            WriteGrid(text, section.Grid, width);
            if (section.Remainder is { } remainder)
            {
                Line(text, remainder);
            }
        }

        if (!document.Notes.IsEmpty)
        {
            Line(text, "");
        }

        foreach (var note in document.Notes)
        {
            Wrap(text, SafeText.OneLine(note), width);
        }

        return text.ToString();
    }

    private static void WriteGrid(StringBuilder text, Grid grid, int width)
    {
        var rows = grid.Rows.Select(Cells).ToList();
        var widths = grid.Columns.Select((column, i) => rows.Select(r => CellWidth.Of(r[i])).Append(CellWidth.Of(column.Header)).Max())
            .ToArray();
        var blocks = Blocks(widths, width);
        foreach (var block in blocks)
        {
            if (block != blocks[0])
            {
                Line(text, "");
            }

            WriteRow(text, grid, block, widths, [.. grid.Columns.Select(c => c.Header)]);
            Line(text, new string('─', block.Sum(i => widths[i]) + Gap * (block.Length - 1)));
            foreach (var row in rows)
            {
                WriteRow(text, grid, block, widths, row);
            }
        }
    }

    private static string[] Cells(GridRow row) =>
        [.. row.Cells.Select(
            (cell, i) => (i == 0 && row.Rank == RowRank.Part ? "  " : "") + CellWidth.Fit(SafeText.OneLine(cell), LongestCell))];

    // As few blocks as the width allows, of about equal width.
    private static List<int[]> Blocks(int[] widths, int width)
    {
        var fewest = Fill(widths, width).ToList();
        for (var narrower = width - 1; narrower > 0 && fewest.Count > 1; narrower--)
        {
            var blocks = Fill(widths, narrower).ToList();
            if (blocks.Count > fewest.Count)
            {
                break;
            }

            fewest = blocks;
        }

        return fewest;
    }

    private static IEnumerable<int[]> Fill(int[] widths, int width)
    {
        List<int> block = [0];
        var used = widths[0];
        for (var column = 1; column < widths.Length; column++)
        {
            if (used + Gap + widths[column] > width && block.Count > 1)
            {
                yield return [.. block];
                block = [0];
                used = widths[0];
            }

            block.Add(column);
            used += Gap + widths[column];
        }

        yield return [.. block];
    }

    private static void WriteRow(StringBuilder text, Grid grid, int[] block, int[] widths, string[] cells)
    {
        var padded = block.Select(i => Pad(cells[i], widths[i], grid.Columns[i].Words));
        Line(text, string.Join(new string(' ', Gap), padded).TrimEnd());
    }

    private static string Pad(string cell, int width, bool left)
    {
        var space = new string(' ', width - CellWidth.Of(cell));
        return left ? cell + space : space + cell;
    }

    private static void Wrap(StringBuilder text, string note, int width)
    {
        var (used, begun) = (0, false);
        foreach (var word in note.Split(' '))
        {
            var wide = CellWidth.Of(word);
            if (begun && used + 1 + wide > width)
            {
                text.Append('\n');
                (used, begun) = (0, false);
            }

            text.Append(begun ? " " : "").Append(word);
            used += (begun ? 1 : 0) + wide;
            begun |= word.Length > 0;
        }

        text.Append('\n');
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
