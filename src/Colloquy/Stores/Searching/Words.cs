using System.Buffers;
using System.Text;

namespace Colloquy.Stores.Searching;

/// <summary>
/// Splits a text into words like a full-text index, for stores whose database has no suitable one. Words consist of letters, digits
/// and their marks, in lower case; Latin letters lose their diacritics. Characters of scripts without spaces are words of their own;
/// see <see cref="Spacing"/>.
/// </summary>
public static class Words
{
    /// <summary>Range of the combining marks of Latin letters.</summary>
    private const int FirstDiacritic = 0x0300;
    private const int LastDiacritic = 0x036F;

    /// <summary>The words of a text in their order, including repetitions.</summary>
    public static ImmutableArray<string> Of(string? text) => Spacing.Apply(text) is { } spaced ? OfSpaced(spaced) : [];

    /// <summary>
    /// Whether the words of a term occur in a text, one after the other. Takes linear time, however repetitive the words are.
    /// </summary>
    public static bool Match(ImmutableArray<string> words, ImmutableArray<string> term, bool isPrefix)
    {
        if (term.IsEmpty || term.Length > words.Length)
        {
            return term.IsEmpty;
        }

        // All words but the last have to be equal; they are found with the algorithm of Knuth, Morris and Pratt.
        var whole = term.AsSpan()[..^1];
        var shorter = Borders(whole);
        var standing = 0;
        foreach (var word in words)
        {
            if (standing == whole.Length && (isPrefix ? word.StartsWith(term[^1], StringComparison.Ordinal) : word == term[^1]))
            {
                return true;
            }

            while (standing > 0 && (standing == whole.Length || whole[standing] != word))
            {
                standing = shorter[standing - 1];
            }

            standing += standing < whole.Length && whole[standing] == word ? 1 : 0;
        }

        return false;
    }

    /// <summary>The words of a text to which <see cref="Spacing"/> was already applied.</summary>
    public static ImmutableArray<string> OfSpaced(string spaced)
    {
        var words = ImmutableArray.CreateBuilder<string>();

        // Texts repeat their words: each different word is allocated only once.
        var known = new HashSet<string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        var word = new ArrayBufferWriter<char>();
        foreach (var rune in spaced.EnumerateRunes())
        {
            if (Spacing.IsWordPart(rune))
            {
                Append(word, rune);
            }
            else
            {
                End();
            }
        }

        End();
        return words.ToImmutable();

        void End()
        {
            if (word.WrittenCount > 0)
            {
                known.Add(word.WrittenSpan);
                known.TryGetValue(word.WrittenSpan, out var same);
                words.Add(same!);
                word.ResetWrittenCount();
            }
        }
    }

    // For each prefix of the words, the length of its longest proper border (a prefix that is also a suffix).
    private static int[] Borders(ReadOnlySpan<string> words)
    {
        var borders = new int[words.Length];
        for (var i = 1; i < words.Length; i++)
        {
            var length = borders[i - 1];
            while (length > 0 && words[length] != words[i])
            {
                length = borders[length - 1];
            }

            borders[i] = length + (words[length] == words[i] ? 1 : 0);
        }

        return borders;
    }

    // Folding through upper case maps both lower-case forms of sigma to one.
    private static void Append(ArrayBufferWriter<char> word, Rune rune)
    {
        if (rune.Value is >= FirstDiacritic and <= LastDiacritic)
        {
            return;
        }

        var folded = Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune));
        word.Advance((IsAccentedLatin(folded) ? BaseOf(folded) : folded).EncodeToUtf16(word.GetSpan(2)));
    }

    private static bool IsAccentedLatin(Rune rune) => rune.Value is >= 0x00C0 and < 0x0250 or >= 0x1E00 and < 0x1F00;

    private static Rune BaseOf(Rune rune)
    {
        var decomposed = rune.ToString().Normalize(NormalizationForm.FormD);
        return Rune.GetRuneAt(decomposed, 0);
    }
}
