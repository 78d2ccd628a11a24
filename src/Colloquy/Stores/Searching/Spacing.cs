using System.Globalization;
using System.Text;

namespace Colloquy.Stores.Searching;

/// <summary>
/// Puts spaces around every character of scripts that are written without spaces, so that each becomes a word of the index and any
/// piece of text can be found as a phrase. Combining marks stay with their letter. Compatibility forms (full-width letters,
/// half-width kana) are normalised.
/// </summary>
public static class Spacing
{
    private const int FirstMark = 0x0300;

    /// <summary>Applies the spacing to a text; null stays null.</summary>
    public static string? Apply(string? text)
    {
        if (text is null || Ascii.IsValid(text))
        {
            return text;
        }

        var plain = Normalise(text);
        if (!plain.EnumerateRunes().Any(IsWithoutSpaces))
        {
            return plain;
        }

        var spaced = new StringBuilder(plain.Length * 2);
        var open = false;
        foreach (var rune in plain.EnumerateRunes())
        {
            if (open && IsMark(rune))
            {
                spaced.Append(rune);
                continue;
            }

            var single = IsWithoutSpaces(rune);
            if (open || single)
            {
                spaced.Append(' ');
            }

            spaced.Append(rune);
            open = single;
        }

        return spaced.ToString();
    }

    /// <summary>Whether the text ends in a letter that may be followed by more letters of the same word.</summary>
    internal static bool EndsInWord(string spaced) =>
        Rune.DecodeLastFromUtf16(spaced, out var last, out _) == System.Buffers.OperationStatus.Done
            && IsWordPart(last)
            && !EndsInSingle(spaced);

    internal static bool HasWord(string text) => text.EnumerateRunes().Any(IsWordPart);

    private static bool EndsInSingle(string spaced)
    {
        foreach (var rune in spaced.EnumerateRunes().Reverse())
        {
            if (!IsMark(rune))
            {
                return IsWithoutSpaces(rune);
            }
        }

        return false;
    }

    // Normalisation sorts the marks behind a letter one by one, which takes practically forever for thousands of them. No language
    // needs this many.
    private const int MostMarks = 128;

    private static string Normalise(string text)
    {
        if (FirstTooMany(text) is var cut and >= 0)
        {
            var parts = new StringBuilder(text.Length);
            for (var start = 0; start < text.Length; cut = FirstTooMany(text.AsSpan(start)))
            {
                var end = cut < 0 ? text.Length : start + cut;
                parts.Append(NormaliseBounded(text[start..end]));
                start = end;
            }

            return parts.ToString();
        }

        return NormaliseBounded(text);
    }

    // The position at which a sequence of marks becomes too long; -1 if none does.
    private static int FirstTooMany(ReadOnlySpan<char> text)
    {
        var (marks, at) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            marks = rune.Value >= FirstMark && IsMark(rune) ? marks + 1 : 0;
            if (marks > MostMarks)
            {
                return at;
            }

            at += rune.Utf16SequenceLength;
        }

        return -1;
    }

    private static string NormaliseBounded(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            // An unpaired surrogate cannot be normalised; the index skips it.
            return text;
        }
    }

    // The categories that the index treats as parts of words.
    internal static bool IsWordPart(Rune rune) =>
        IsMark(rune)
            || Rune.IsLetterOrDigit(rune)
            || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber or UnicodeCategory.PrivateUse;

    internal static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static bool IsWithoutSpaces(Rune rune) => rune.Value switch
    {
        < 0x0E00 => false,
        <= 0x0EFF => true, // Thai, Lao
        >= 0x1000 and <= 0x109F => true, // Burmese
        >= 0x1780 and <= 0x17FF => true, // Khmer
        >= 0x2E80 and <= 0x2FDF => true, // Han radicals
        >= 0x3005 and <= 0x3007 => true,
        >= 0x3021 and <= 0x3029 => true,
        >= 0x3031 and <= 0x312F => true, // kana, bopomofo
        >= 0x31A0 and <= 0x31FF => true,
        >= 0x3400 and <= 0x4DBF => true, // Han
        >= 0x4E00 and <= 0x9FFF => true,
        >= 0xA9E0 and <= 0xA9FF => true, // Burmese
        >= 0xAA60 and <= 0xAA7F => true,
        >= 0xF900 and <= 0xFAFF => true, // Han
        >= 0xFF66 and <= 0xFF9F => true, // half-width kana
        >= 0x1B000 and <= 0x1B16F => true, // kana
        >= 0x20000 and <= 0x3FFFF => true, // Han
        _ => false,
    };
}
