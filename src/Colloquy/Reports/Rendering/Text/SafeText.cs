using System.Globalization;
using System.Text;

namespace Colloquy.Reports.Rendering.Text;

/// <summary>
/// Removes characters that could harm a terminal from names typed by strangers: control characters can move the cursor or change colours,
/// direction overrides can reorder a row.
/// </summary>
internal static class SafeText
{
    public static string OneLine(string text) => text.EnumerateRunes().All(IsHarmless)
        ? text
        : Blanked(text).Trim();

    private static string Blanked(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            line.Append(IsHarmless(rune) ? rune : new Rune(' '));
        }

        return line.ToString();
    }

    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        _ => rune.Value is not ((>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFFFD),
    };
}
