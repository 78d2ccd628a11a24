using System.Buffers;
using System.Text;

namespace Colloquy.Categorisers.PersonalData;

/// <summary>
/// Finds personal data by its form, in time linear in the length of the text: one pass, which looks closer only at digits, <c>@</c>,
/// <c>:</c>, <c>=</c>, brackets and a few words. A number counts if a check digit, its form or a word before it says what it is. Names of
/// people are not detected. Read-only and shared by all threads.
/// </summary>
internal static class PersonalDataFinder
{
    private const int CharactersBetweenChecks = 1 << 16;

    private static readonly SearchValues<char> _triggers = SearchValues.Create("0123456789@:=[({");

    // No personal data consists of these characters alone: numbers have digits; secrets have digits, special characters or punctuation
    // before them; words in other scripts are not ASCII.
    private static readonly SearchValues<char> _harmless =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ,.?'\";/\t\r\n");

    /// <summary>A quick check that rules out most texts: false if a text holds neither personal data nor masks of it.</summary>
    internal static bool MayHold(ReadOnlySpan<char> text) => text.ContainsAnyExcept(_harmless);

    /// <summary>
    /// Adds the personal data in a text to a list, in the order of the text and without overlaps; where two overlap, the more specific one
    /// is kept.
    /// </summary>
    /// <param name="text">The text as it was written.</param>
    /// <param name="found">Gets what is found.</param>
    /// <param name="cancellationToken">Checked within long texts.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void Find(ReadOnlySpan<char> text, List<PersonalDatum> found, CancellationToken cancellationToken = default) =>
        Find(text, false, found, cancellationToken);

    /// <param name="escaped">Whether the text may contain JSON escapes.</param>
    internal static void Find(ReadOnlySpan<char> text, bool escaped, List<PersonalDatum> found, CancellationToken cancellationToken)
    {
        if (!MayHold(text))
        {
            return;
        }

        var isAscii = Ascii.IsValid(text);
        if (EscapedText.IsIn(text, escaped))
        {
            var (first, source) = (found.Count, new EscapedText(text, escaped));
            Folding.Apply(source.Decoded);
            Scan(source.Decoded, Ascii.IsValid(source.Decoded), found, cancellationToken);
            for (var i = first; i < found.Count; i++)
            {
                found[i] = source.Place(found[i]);
            }
        }
        else if (!isAscii && Folding.IsNeeded(text))
        {
            var folded = ArrayPool<char>.Shared.Rent(text.Length);
            try
            {
                text.CopyTo(folded);
                Folding.Apply(folded.AsSpan(0, text.Length));
                Scan(folded.AsSpan(0, text.Length), Ascii.IsValid(folded.AsSpan(0, text.Length)), found, cancellationToken);
            }
            finally
            {
                ArrayPool<char>.Shared.Return(folded, clearArray: true);
            }
        }
        else
        {
            Scan(text, isAscii, found, cancellationToken);
        }
    }

    /// <summary>Scans a folded text without the quick check.</summary>
    internal static void Scan(ReadOnlySpan<char> text, bool isAscii, List<PersonalDatum> found, CancellationToken cancellationToken)
    {
        var first = found.Count;
        WordScanner.Find(text, isAscii, found, cancellationToken);
        var ofWords = found.Count;
        var (keyEnd, groupsEnd, check) = (0, 0, CharactersBetweenChecks);
        for (var i = 0; i < text.Length;)
        {
            if (i >= check)
            {
                cancellationToken.ThrowIfCancellationRequested();
                check = i + CharactersBetweenChecks;
            }

            var next = text[i..].IndexOfAny(_triggers);
            if (next < 0)
            {
                break;
            }

            i += next;
            var datum = text[i] switch
            {
                '@' => EmailScanner.At(text, i),
                ':' => UrlScanner.At(text, i) ?? NamedSecretScanner.At(text, i) ?? KeyScanner.ColonAt(text, i) ?? IpScanner.ColonsAt(text,
                    i, ref groupsEnd),
                '=' => NamedSecretScanner.At(text, i),
                '[' or '(' or '{' => EmailScanner.SpeltAt(text, i),
                _ => KeyScanner.At(text, i, ref keyEnd) ?? EmailScanner.EncodedAt(text, i) ?? NumberScanner.At(text, i),
            };
            if (datum is not { } known)
            {
                i = char.IsAsciiDigit(text[i]) ? NumberScanner.EndOfNumber(text, i) : i + 1;
                continue;
            }

            found.Add(known);
            i = Math.Max(known.End, i + 1);
        }

        if (ofWords > first || found.Count - first > 1)
        {
            Settle(found, first);
        }
    }

    // A secret wins over other data that overlaps with it, and overlapping secrets become one. Otherwise the earlier one wins.
    private static void Settle(List<PersonalDatum> found, int first)
    {
        found.Sort(first, found.Count - first, ByStart.Instance);
        var last = first;
        for (var i = first + 1; i < found.Count; i++)
        {
            var (before, datum) = (found[last], found[i]);
            if (datum.Start >= before.End)
            {
                found[++last] = datum;
            }
            else if (datum.Kind == PersonalDataKind.Secret)
            {
                // All that precede the replaced one end before it begins.
                found[last] = before.Kind == PersonalDataKind.Secret
                    ? before with { Length = Math.Max(before.End, datum.End) - before.Start } : datum;
            }
        }

        found.RemoveRange(last + 1, found.Count - last - 1);
    }

    private sealed class ByStart : IComparer<PersonalDatum>
    {
        public static ByStart Instance { get; } = new();

        public int Compare(PersonalDatum x, PersonalDatum y) => x.Start != y.Start ? x.Start.CompareTo(y.Start) : x.Kind != y.Kind
            ? x.Kind.CompareTo(y.Kind) : y.Length.CompareTo(x.Length);
    }
}
