using System.Text;

namespace Colloquy.Cli;

/// <summary>Columns of text for a terminal. A heading that begins with <c>&gt;</c> is right-aligned, with its column.</summary>
internal sealed class TextGrid(string[] headings)
{
    // A longer cell overflows its column: padding the whole column to its width could take megabytes of spaces.
    private const int WidestColumn = 200;

    private readonly List<string[]> rows = [[.. headings.Select(h => Printable.Line(h.TrimStart('>')))]];

    public void Add(params string[] cells) => rows.Add([.. cells.Select(Printable.Line)]);

    public override string ToString()
    {
        var widths = headings.Select((_, column) => Math.Min(WidestColumn, rows.Max(row => row[column].Length))).ToArray();
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            var line = row.Select(
                (cell, column) => headings[column].StartsWith('>') ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            text.Append("  ").AppendLine(string.Join("  ", line).TrimEnd());
        }

        return text.ToString();
    }
}
