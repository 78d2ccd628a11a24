using System.Buffers;

namespace Colloquy.Query;

/// <summary>
/// Rows as CSV after RFC 4180 with a header. NULL is an empty field, an empty text is <c>""</c>. Values are exact: whoever opens them in a spreadsheet should
/// know that texts of strangers may look like formulas.
/// </summary>
public sealed class CsvRows(TextWriter output) : IRowWriter
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    public void Begin(ImmutableArray<QueryColumn> columns) => Write([.. columns.Select(c => c.Name)]);

    public void Write(ReadOnlySpan<string?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0)
            {
                output.Write(',');
            }

            WriteField(values[i]);
        }

        output.Write("\r\n");
    }

    public void End()
    {
    }

    private void WriteField(string? value)
    {
        if (value is null || (value.Length > 0 && !value.AsSpan().ContainsAny(Special)))
        {
            output.Write(value);
        }
        else
        {
            output.Write('"');
            output.Write(value.Replace("\"", "\"\"", StringComparison.Ordinal));
            output.Write('"');
        }
    }
}
