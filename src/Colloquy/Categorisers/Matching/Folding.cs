using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Colloquy.Categorisers.Matching;

/// <summary>
/// Normalises texts and phrases for matching: lower case; full width as half width; no accents in Latin and Greek, no vowel points in
/// Arabic and Hebrew; <c>ё</c> as <c>е</c>. Words of spaced scripts have a single blank on either side, letters of unspaced scripts none
/// between them; a clause ends with <c>.</c>, or with <c>?</c> if it is a question. A phrase with blanks around it thus matches whole words
/// only, by plain comparison.
/// </summary>
internal static class Folding
{
    public const char Blank = ' ';
    public const char ClauseEnd = '.';
    public const char QuestionEnd = '?';

    private const char Expands = '\uFFFF';

    // Latin and Greek letters with diacritics, by base letter. Listed here so that results do not depend on the machine's Unicode library.
    private static readonly (char Base, string Marked)[] _marked =
    [
        ('a', "àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặª"), ('b', "ḃḅḇ"), ('c', "çćĉċčḉ"), ('d', "ďđḋḍḏḑḓð"),
        ('e', "èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ"), ('f', "ḟ"), ('g', "ĝğġģǧǵḡ"), ('h', "ĥħȟḣḥḧḩḫẖ"), ('i', "ìíîïĩīĭįǐȉȋḭḯỉịı"),
        ('j', "ĵǰ"), ('k', "ķǩḱḳḵ"), ('l', "ĺļľŀłḷḹḻḽ"), ('m', "ḿṁṃ"), ('n', "ñńņňŉǹṅṇṉṋ"),
        ('o', "òóôõöøōŏőơǒǫǭǿȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợº"), ('p', "ṕṗ"), ('r', "ŕŗřȑȓṙṛṝṟ"), ('s', "śŝşšșṡṣṥṧṩſ"),
        ('t', "ţťŧțṫṭṯṱẗ"), ('u', "ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự"), ('v', "ṽṿ"), ('w', "ŵẁẃẅẇẉẘ"), ('x', "ẋẍ"), ('y', "ýÿŷȳẏẙỳỵỷỹ"),
        ('z', "źżžẑẓẕ"), ('α', "άἀἁἄἅὰά"), ('ε', "έὲ"), ('η', "ήὴ"), ('ι', "ίϊΐὶ"), ('ο', "όὸ"), ('υ', "ύϋΰὺ"), ('ω', "ώὼ"), ('σ', "ς"),
        ('е', "ё"), ('ا', "أإآٱ"), ('ی', "ي"), ('ک', "ك"),
    ];

    private static readonly Dictionary<char, string> _expansions = new()
    {
        ['ß'] = "ss",
        ['ẞ'] = "ss",
        ['æ'] = "ae",
        ['Æ'] = "ae",
        ['œ'] = "oe",
        ['Œ'] = "oe",
        ['þ'] = "th",
        ['Þ'] = "th",
        ['ﬁ'] = "fi",
        ['ﬂ'] = "fl",
        ['ﬀ'] = "ff",
        ['ĳ'] = "ij",
        ['Ĳ'] = "ij",
    };

    private const string HalfWidthKana = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";

    private static readonly CharKind[] _kinds = new CharKind[char.MaxValue + 1];
    private static readonly char[] _folded = new char[char.MaxValue + 1];

    // The folded form of a letter of a spaced script if it is one character, else NUL. This table suffices for most of most texts.
    private static readonly char[] _plain = new char[char.MaxValue + 1];

    static Folding()
    {
        for (var code = 0; code <= char.MaxValue; code++)
        {
            _folded[code] = char.ToLowerInvariant((char)code);
        }

        for (var code = 0xFF01; code <= 0xFF5E; code++)
        {
            _folded[code] = char.ToLowerInvariant((char)(code - 0xFEE0));
        }

        for (var i = 0; i < HalfWidthKana.Length; i++)
        {
            _folded[0xFF66 + i] = HalfWidthKana[i];
        }

        foreach (var (letter, marked) in _marked)
        {
            foreach (var c in marked)
            {
                _folded[c] = letter;
                _folded[char.ToUpperInvariant(c)] = letter;
            }
        }

        // No lower-case partner in the invariant culture.
        _folded['İ'] = 'i';
        foreach (var c in _expansions.Keys)
        {
            _folded[c] = Expands;
        }

        for (var code = 0; code <= char.MaxValue; code++)
        {
            _kinds[code] = Classify((char)code);
            _plain[code] = _kinds[code] == CharKind.Spaced && _folded[code] != Expands ? _folded[code] : '\0';
        }
    }

    public static CharKind KindOf(char c) => _kinds[c];

    /// <summary>The most characters that a text of this length can fold to.</summary>
    public static int MaxLength(int length) => checked((3 * length) + 1);

    /// <summary>Folds a text into a buffer.</summary>
    /// <param name="text">Any text, well-formed or not.</param>
    /// <param name="folded">At least <see cref="MaxLength"/> long.</param>
    /// <returns>The number of characters written.</returns>
    public static int Fold(ReadOnlySpan<char> text, Span<char> folded)
    {
        var kinds = _kinds;
        var letters = _folded;
        var plain = _plain;
        var n = 0;
        var before = CharKind.Break;
        var gap = false;
        for (var i = 0; i < text.Length; i++)
        {
            // Words and single blanks between them, which is most of most texts.
            while (before == CharKind.Spaced && !gap)
            {
                if (char.IsAscii(text[i]) && text.Length - i >= Vector256<ushort>.Count
                    && FoldPlain(text[i..], folded[n..]) is var plainly and > 0)
                {
                    i += plainly;
                    n += plainly;
                    if (i == text.Length)
                    {
                        folded[n++] = Blank;
                        return n;
                    }

                    continue;
                }

                var letter = plain[text[i]];
                if (letter == '\0')
                {
                    if (text[i] != Blank || i + 1 == text.Length || plain[text[i + 1]] == '\0')
                    {
                        break;
                    }

                    letter = Blank;
                }

                folded[n++] = letter;
                if (++i == text.Length)
                {
                    folded[n++] = Blank;
                    return n;
                }
            }

            var c = text[i];
            var kind = kinds[c];
            switch (kind)
            {
                case CharKind.Spaced:
                    if (gap || before != CharKind.Spaced)
                    {
                        folded[n++] = Blank;
                        gap = false;
                    }

                    before = kind;
                    var last = letters[c];
                    if (last == Expands)
                    {
                        var expansion = _expansions[c];
                        folded[n++] = expansion[0];
                        last = expansion[1];
                    }

                    folded[n++] = last;
                    break;
                case CharKind.Unspaced:
                    if (before == CharKind.Spaced)
                    {
                        folded[n++] = Blank;
                    }

                    gap = false;
                    before = kind;
                    folded[n++] = letters[c];
                    break;
                case CharKind.Gap:
                    gap = true;
                    break;
                case CharKind.Break or CharKind.Question:
                    if (before == CharKind.Spaced)
                    {
                        folded[n++] = Blank;
                    }

                    gap = false;
                    before = CharKind.Break;
                    var end = kind == CharKind.Break ? ClauseEnd : QuestionEnd;
                    if (n == 0 || folded[n - 1] != end)
                    {
                        folded[n++] = end;
                    }

                    break;
                default:
                    break;
            }
        }

        if (before == CharKind.Spaced)
        {
            folded[n++] = Blank;
        }

        return n;
    }

    /// <summary>
    /// Folds the leading part of a text that consists of ASCII letters, digits and single blanks between them, at most one vector.
    /// </summary>
    /// <param name="text">At least one vector long.</param>
    /// <param name="folded">
    /// At least one vector long; a whole vector is written, of which only the returned number of characters counts.
    /// </param>
    private static int FoldPlain(ReadOnlySpan<char> text, Span<char> folded)
    {
        const ushort CaseBit = 0x20;
        var chars = Vector256.LoadUnsafe(ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text)));
        var lower = chars | Vector256.Create(CaseBit);
        var letters = Vector256.LessThanOrEqual(lower - Vector256.Create((ushort)'a'), Vector256.Create((ushort)('z' - 'a')));
        var digits = Vector256.LessThanOrEqual(chars - Vector256.Create((ushort)'0'), Vector256.Create((ushort)9));
        var ofWords = (letters | digits).ExtractMostSignificantBits();
        var blanks = Vector256.Equals(chars, Vector256.Create((ushort)Blank)).ExtractMostSignificantBits();
        lower.StoreUnsafe(ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(folded)));
        return BitOperations.TrailingZeroCount(~(ofWords | (blanks & (ofWords >> 1))));
    }

    public static string Fold(string text)
    {
        var buffer = new char[MaxLength(text.Length)];
        return new string(buffer, 0, Fold(text, buffer));
    }

    /// <summary>Whether the character belongs to the one before it, so that no word can end between them.</summary>
    public static bool Extends(char c) =>
        c is >= '\u0E30' and <= '\u0E3A' or '\u0E45' or >= '\u0E47' and <= '\u0E4E' // Thai vowels and tone marks after a consonant
            or >= '\u0EB0' and <= '\u0EBC' or >= '\u0EC8' and <= '\u0ECE' // Lao
            or >= '\u102B' and <= '\u103E' // Burmese
            or >= '\u17B6' and <= '\u17D3'; // Khmer

    /// <summary>Whether the character is a vowel that is written before its consonant, and so belongs to the character after it.</summary>
    public static bool Leads(char c) => c is >= '\u0E40' and <= '\u0E44' or >= '\u0EC0' and <= '\u0EC4';

    /// <summary>
    /// Whether a range of a folded text separates a letter from its vowel signs. Unspaced scripts do not show where words begin and end,
    /// but these belong together.
    /// </summary>
    public static bool PartsSyllable(ReadOnlySpan<char> folded, int start, int end) =>
        (end < folded.Length && Extends(folded[end])) || (start > 0 && Leads(folded[start - 1]));

    private static CharKind Classify(char c)
    {
        switch (CharUnicodeInfo.GetUnicodeCategory(c))
        {
            case UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark:
                return IsUnspaced(c) ? CharKind.Unspaced : IsAccent(c) ? CharKind.Skip : CharKind.Spaced;
            case UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter:
                return c == '\u0640' ? CharKind.Skip : IsUnspaced(c) ? CharKind.Unspaced : CharKind.Spaced;
            case UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber:
                return IsUnspaced(c) && c < 0xE00 | c > 0x19FF ? CharKind.Unspaced : CharKind.Spaced;
            case UnicodeCategory.Surrogate or UnicodeCategory.OtherSymbol:
                return CharKind.Unspaced;
            case UnicodeCategory.Format:
                return c == '\u200B' ? CharKind.Gap : CharKind.Skip;
            case UnicodeCategory.OtherPunctuation:
                return c switch
                {
                    '?' or '？' or '؟' or '\u037E' or '‽' => CharKind.Question,
                    '\'' or '"' or '＇' or '＂' or '&' or '@' or '#' or '%' or '*' or '/' or '\\' or '·' or '・' or '･' => CharKind.Gap,
                    _ => CharKind.Break,
                };
            case UnicodeCategory.DashPunctuation:
                return c is '-' or '\u2010' or '\u2011' or '－' or '〜' ? CharKind.Gap : CharKind.Break;
            case UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation:
            case UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                return CharKind.Break;
            case UnicodeCategory.Control:
                return c is '\n' or '\r' or '\v' or '\f' ? CharKind.Break : CharKind.Gap;
            default:
                return CharKind.Gap;
        }
    }

    private static bool IsAccent(char c) =>
        c is >= '\u0300' and <= '\u036F' or >= '\u1AB0' and <= '\u1AFF' or >= '\u1DC0' and <= '\u1DFF' or >= '\u20D0' and <= '\u20FF'
            or >= '\u0591' and <= '\u05C7' or >= '\u0610' and <= '\u061A' or >= '\u064B' and <= '\u065F' or '\u0670'
            or >= '\u06D6' and <= '\u06ED' or >= '\uFE00' and <= '\uFE0F';

    private static bool IsUnspaced(char c) =>
        c is >= '\u0E00' and <= '\u0EFF' or >= '\u1000' and <= '\u109F' or >= '\u1780' and <= '\u17FF' or >= '\u19E0' and <= '\u19FF'
            or >= '\u2E80' and <= '\u2FDF' or >= '\u3005' and <= '\u3007' or >= '\u3040' and <= '\u312F' or >= '\u31F0' and <= '\u31FF'
            or >= '\u3400' and <= '\u4DBF' or >= '\u4E00' and <= '\u9FFF' or >= '\uA9E0' and <= '\uA9FF' or >= '\uAA60' and <= '\uAA7F'
            or >= '\uF900' and <= '\uFAFF' or >= '\uFF66' and <= '\uFF9F';
}
