using System.Globalization;

namespace Colloquy.Categorisers.Matching;

/// <summary>
/// Reduces a text to its words in lower case, with accents and single blanks between them; digits and punctuation are dropped. Letters of
/// unspaced scripts are not separated.
/// </summary>
internal static class Lowering
{
    private static readonly char[] _lower = [.. Enumerable.Range(0, char.MaxValue + 1).Select(code => Lower((char)code))];

    public static int Lower(ReadOnlySpan<char> text, Span<char> lowered)
    {
        var n = 0;
        var before = Folding.Blank;
        foreach (var c in text)
        {
            var letter = _lower[c];
            if (letter == Folding.Blank && before == Folding.Blank)
            {
                continue;
            }

            lowered[n++] = before = letter;
        }

        return n;
    }

    private static char Lower(char c) => Folding.KindOf(c) switch
    {
        CharKind.Spaced or CharKind.Skip when char.IsLetter(c) || IsMark(c) => char.ToLowerInvariant(c),
        CharKind.Unspaced when char.IsLetter(c) || IsMark(c) => c,
        _ => Folding.Blank,
    };

    private static bool IsMark(char c) =>
        char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
