using System.Buffers;
using System.Globalization;
using System.Text;

namespace Colloquy.Cli;

/// <summary>
/// Makes untrusted text safe for a terminal: removes characters that control the terminal, change the direction of other text, or are
/// invisible.
/// </summary>
internal static class Printable
{
    private const char Replacement = '\uFFFD';

    /// <summary>Stands for an invisible character: combining or joining characters after it have nothing to combine with.</summary>
    private const char Hidden = '\0';

    /// <summary>Join letters of Arabic and Indic scripts, and emoji. Between other characters they are invisible.</summary>
    private const char NonJoiner = '\u200C', Joiner = '\u200D';

    private static readonly SearchValues<char> Suspects = SearchValues.Create(
        [.. Enumerable.Range(0, 0x10000).Select(c => (char)c).Where(IsSuspect)]);

    private static readonly SearchValues<char> SuspectsAndBreaks = SearchValues.Create(
        [.. Enumerable.Range(0, 0x10000).Select(c => (char)c).Where(c => IsSuspect(c) || c is '\n' or '\t')]);

    /// <summary>The text on one line: line breaks and tabs become spaces.</summary>
    public static string Line(string text)
    {
        if (!text.AsSpan().ContainsAny(SuspectsAndBreaks))
        {
            return text;
        }

        var (line, before) = (new StringBuilder(), Hidden);
        if (Append(text.ReplaceLineEndings(" ").Replace('\t', ' '), line, escape: false, ref before) is not null)
        {
            line.Append(Replacement);
        }

        return line.ToString();
    }

    public static bool IsClean(ReadOnlySpan<char> text) => !text.ContainsAny(Suspects);

    /// <param name="escape">Whether to write <c>\u202e</c>, which in JSON is the same text, instead of U+FFFD.</param>
    /// <param name="before">The previous character written.</param>
    /// <returns>A high surrogate at the end, whose other half may follow; else null.</returns>
    public static char? Append(ReadOnlySpan<char> text, StringBuilder output, bool escape, ref char before)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\r')
            {
                // A lone carriage return would overwrite the line. In JSON it occurs only between values.
                output.Append(i + 1 < text.Length && text[i + 1] == '\n' ? '\r' : escape ? ' ' : Replacement);
                before = Hidden;
            }
            else if (char.IsHighSurrogate(c) && i == text.Length - 1)
            {
                return c;
            }
            else if (char.IsHighSurrogate(c) && char.IsLowSurrogate(text[i + 1]))
            {
                AppendPair(c, text[++i], output, escape, ref before);
            }
            else if (c is NonJoiner or Joiner ? char.IsAscii(before) : IsSuspect(c))
            {
                Mask(c, output, escape);
                before = Hidden;
            }
            else
            {
                output.Append(c);
                before = c is NonJoiner or Joiner ? Hidden : c;
            }
        }

        return null;
    }

    public static void Mask(char c, StringBuilder output, bool escape)
    {
        if (escape)
        {
            output.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }
        else
        {
            output.Append(Replacement);
        }
    }

    private static void AppendPair(char high, char low, StringBuilder output, bool escape, ref char before)
    {
        // Variation selectors and invisible copies of ASCII: both can hide text.
        var code = char.ConvertToUtf32(high, low);
        var isVariant = code is >= 0xE0100 and <= 0xE01EF;
        if (isVariant ? char.IsAscii(before) : code is >= 0xE0000 and <= 0xE0FFF)
        {
            Mask(high, output, escape);
            if (escape)
            {
                Mask(low, output, escape);
            }

            before = Hidden;
        }
        else
        {
            output.Append(high).Append(low);
            before = isVariant ? Hidden : low;
        }
    }

    private static bool IsSuspect(char c) => c switch
    {
        '\n' or '\t' => false,
        <= '\u001F' or (>= '\u007F' and <= '\u009F') => true,
        NonJoiner or Joiner => true,
        '\u061C' or '\u180E' or '\u200B' or '\u200E' or '\u200F' or '\u2028' or '\u2029' or '\uFEFF' => true,
        (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u206F') or (>= '\uFFF9' and <= '\uFFFB') => true,
        _ => char.IsSurrogate(c),
    };
}
