using System.Buffers;
using System.Text;

namespace Colloquy.Reports.Rendering.Data;

/// <summary>Writes rows by RFC 4180: comma, double quotes, CRLF.</summary>
internal sealed class CsvText
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    // Spreadsheets treat these, full-width forms included, as the beginning of a formula, even after leading whitespace.
    private static readonly SearchValues<char> FormulaStarts = SearchValues.Create("=+-@\t\r\n＝＋－＠");

    private readonly StringBuilder text = new();
    private bool first = true;

    /// <summary>A text value. If a spreadsheet would treat it as a formula, it is prefixed with an apostrophe.</summary>
    public CsvText Text(string? value) => Cell(value is not null && IsFormula(value) ? "'" + value : value);

    /// <summary>A value that cannot be a formula: a number, a date, a column name.</summary>
    public CsvText Cell(string? value)
    {
        if (!first)
        {
            text.Append(',');
        }

        first = false;
        if (value is not null && value.AsSpan().ContainsAny(Quoted))
        {
            text.Append('"').Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }
        else
        {
            text.Append(value);
        }

        return this;
    }

    public CsvText Cells(IEnumerable<string?> values)
    {
        foreach (var value in values)
        {
            Cell(value);
        }

        return this;
    }

    /// <summary>The amount in each of the currencies; empty if there is none.</summary>
    public CsvText Cost(ImmutableArray<string> currencies, ImmutableArray<Money> cost) =>
        Cells(currencies.Select(c => cost.Where(m => m.Currency == c).Select(m => Literal.Amount(m.Amount)).FirstOrDefault()));

    /// <summary>All counts in one cell: <c>billing:12; refund:4</c>.</summary>
    public CsvText Tallies(ImmutableArray<Tally> tallies) =>
        Text(string.Join("; ", tallies.Select(t => $"{t.Value}:{Literal.Of(t.Count)}")));

    public void EndRow()
    {
        text.Append("\r\n");
        first = true;
    }

    public override string ToString() => text.ToString();

    /// <summary>All currencies, sorted; each has a column.</summary>
    public static ImmutableArray<string> Currencies(IEnumerable<ImmutableArray<Money>> costs) =>
        [.. costs.SelectMany(c => c).Select(m => m.Currency).Distinct().Order(StringComparer.Ordinal)];

    public static IEnumerable<string> CostColumns(ImmutableArray<string> currencies) => currencies.Select(c => $"cost_{c}");

    private static bool IsFormula(string value) =>
        value.Length > 0 && FormulaStarts.Contains(value[0])
        || value.TrimStart() is [var start, ..] && FormulaStarts.Contains(start);
}
