using System.Buffers;

namespace Colloquy.Query;

/// <summary>
/// Writes rows as CSV by RFC 4180 with a header. NULL is an empty field, an empty string is <c>""</c>. Values are exact, so text written by
/// strangers may look like a formula in a spreadsheet.
/// </summary>
public sealed class CsvRows(TextWriter output) : IRowWriter
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    /// <inheritdoc/>
    public void Begin(ImmutableArray<QueryColumn> columns) => Write([.. columns.Select(c => c.Name)]);

    /// <inheritdoc/>
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

    /// <inheritdoc/>
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
