using System.Buffers;
using System.Globalization;

namespace Colloquy.Categorisers.PersonalData;

/// <summary>
/// Normalises characters for the scanners: decimal digits of all scripts, full-width letters and punctuation, and blanks and dashes of
/// other widths become the ASCII characters that they stand for. Each character remains one character, so positions in the folded text are
/// positions in the text.
/// </summary>
internal static class Folding
{
    private static readonly SearchValues<char> _foldable = SearchValues.Create([.. Enumerable.Range(0x80,
        0xFF80).Select(c => (char)c).Where(c => !char.IsSurrogate(c) && Of(c) != c)]);

    public static bool IsNeeded(ReadOnlySpan<char> text) => text.ContainsAny(_foldable);

    public static void Apply(Span<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var next = text[i..].IndexOfAny(_foldable);
            if (next < 0)
            {
                return;
            }

            i += next;
            text[i] = Of(text[i]);
        }
    }

    public static char Of(char c) => c switch
    {
        < '\u0080' => c,
        '\u00A0' or (>= '\u2007' and <= '\u200A') or '\u202F' or '\u205F' or '\u3000' => ' ',
        (>= '\u2010' and <= '\u2013') or '\u2212' => '-',
        '﹫' => '@',
        '＠' or '．' or '：' or '＝' or '－' or '＋' or '（' or '）' or '［' or '］' or '＿' or '／' or '％' => (char)(c - 0xFEE0),
        (>= 'Ａ' and <= 'Ｚ') or (>= 'ａ' and <= 'ｚ') => (char)(c - 0xFEE0),
        _ => char.IsDigit(c) ? (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)) : c,
    };
}
