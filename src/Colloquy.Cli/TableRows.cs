using System.Collections.Immutable;
using Colloquy.Query;

namespace Colloquy.Cli;

/// <summary>Writes the rows of a query as columns of text. Rows are held until the end, because the widths depend on all of them.</summary>
internal sealed class TableRows(TextWriter output) : IRowWriter
{
    private const int Widest = 60;
    private const int Read = 10 * Widest;

    private TextGrid? grid;

    public void Begin(ImmutableArray<QueryColumn> columns) =>
        grid = new TextGrid([.. columns.Select(c => (c.Kind == QueryColumnKind.Number ? ">" : "") + c.Name)]);

    public void Write(ReadOnlySpan<string?> values)
    {
        var cells = new string[values.Length];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = Cell(values[i]);
        }

        grid!.Add(cells);
    }

    public void End() => output.Write(grid);

    private static string Cell(string? value)
    {
        var text = value is null ? "–" : Printable.Line(value.Length <= Read ? value : value[..Read]);
        return text.Length <= Widest ? text : text[..(Widest - 1)] + "…";
    }
}
