using System.Buffers;
using System.Text;

namespace Colloquy.Categorisers.PersonalData;

/// <summary>
/// Finds personal data by its form: one pass that looks closer only at digits, <c>@</c>, <c>:</c>, <c>=</c>, brackets and a few words, in
/// time linear in the length of the text. Numbers count
/// where a check digit, a telling form or a telling word before them says what they are; names of people are not looked for. Read-only and
/// shared by all threads.
/// </summary>
public static class PersonalDataFinder
{
    private const int CharactersBetweenChecks = 1 << 16;

    private static readonly SearchValues<char> _triggers = SearchValues.Create("0123456789@:=[({");

    // Of these characters alone no personal data is made: numbers have digits; secrets have digits, special characters or a mark before
    // them; words in other scripts are no ASCII.
    private static readonly SearchValues<char> _harmless = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ,.?'\";/\t\r\n");

    /// <summary>Whether there may be personal data in a text, or what it was masked by; a quick look that finds most texts to hold
    /// none.</summary>
    internal static bool MayHold(ReadOnlySpan<char> text) => text.ContainsAnyExcept(_harmless);

    /// <summary>Adds what a text holds, in the order of the text and without overlaps; of two at one place the more specific
    /// stays.</summary>
    /// <exception cref="OperationCanceledException">Seen within long texts, too.</exception>
    public static void Find(ReadOnlySpan<char> text, List<PersonalDatum> found,
        CancellationToken cancellationToken = default) => Find(text, false, found, cancellationToken);

    /// <param name="escaped">Whether the text is written with JSON's escapes.</param>
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

    /// <summary>Looks at a folded text, whatever the quick look says.</summary>
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

    // Secrets win where others overlap with them, and overlapping secrets are one; of others the earlier wins.
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
                // Whatever stands before the one that is replaced ends before it begins.
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
