using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Colloquy.Reports.Rendering.Html;

/// <summary>Builds <see cref="Markup"/> from an interpolated string. Types without an overload here do not compile.</summary>
[InterpolatedStringHandler]
internal readonly ref struct MarkupHandler(int literalLength, int formattedCount)
{
    private readonly StringBuilder html = new(literalLength + 16 * formattedCount);

    public void AppendLiteral(string literal) => html.Append(literal);

    public void AppendFormatted(Markup markup) => html.Append(markup.Text);

    public void AppendFormatted(IEnumerable<Markup> parts)
    {
        foreach (var part in parts)
        {
            html.Append(part.Text);
        }
    }

    /// <summary>A length or position with two decimal places.</summary>
    public void AppendFormatted(double value) => html.Append(CultureInfo.InvariantCulture, $"{value:0.##}");

    public void AppendFormatted(int value) => html.Append(CultureInfo.InvariantCulture, $"{value}");

    public void AppendFormatted(string? text)
    {
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => html.Append("&amp;"),
                '<' => html.Append("&lt;"),
                '>' => html.Append("&gt;"),
                '"' => html.Append("&quot;"),
                '\'' => html.Append("&#39;"),
                '\t' or '\n' => html.Append((char)rune.Value),
                < ' ' or 0x7F or 0xFFFE or 0xFFFF => html.Append('\uFFFD'),
                _ => html.Append(rune.ToString()),
            };
        }
    }

    public Markup ToMarkup() => new(html.ToString());
}
