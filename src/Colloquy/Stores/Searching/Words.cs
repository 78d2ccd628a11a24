using System.Buffers;
using System.Text;

namespace Colloquy.Stores.Searching;

/// <summary>
/// The words of a text as a full-text index knows them, for stores whose database has none that does: letters, digits and their marks, in lower case, Latin letters without
/// diacritics. Characters of scripts without spaces are words of their own, see <see cref="Spacing"/>.
/// </summary>
public static class Words
{
    /// <summary>Combining marks above Latin letters: U+0300 and what follows.</summary>
    private const int FirstDiacritic = 0x0300;
    private const int LastDiacritic = 0x036F;

    /// <summary>In the order of the text, repetitions included.</summary>
    public static ImmutableArray<string> Of(string? text) => Spacing.Apply(text) is { } spaced ? OfSpaced(spaced) : [];

    /// <summary>Whether a column of a message answers the term: its words follow each other there. Looks at each word once or twice, however alike they are.</summary>
    public static bool Answer(ImmutableArray<string> words, ImmutableArray<string> term, bool isPrefix)
    {
        if (term.IsEmpty || term.Length > words.Length)
        {
            return term.IsEmpty;
        }

        // All words but the last are compared whole, and how many of them stand before the word at hand is known (Knuth, Morris and Pratt).
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

    /// <summary>Of a text that <see cref="Spacing"/> was applied to.</summary>
    public static ImmutableArray<string> OfSpaced(string spaced)
    {
        var words = ImmutableArray.CreateBuilder<string>();

        // Texts repeat their words, and an endless one shall not make a string of each.
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

    // Of each beginning of the words, how many of its last words are its first ones too, itself left out.
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

    // By way of the capital both forms of sigma become one.
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
