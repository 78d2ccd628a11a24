using System.Buffers;

namespace Colloquy.Categorisers.PersonalData;

/// <summary>
/// Finds personal data by its form: one pass that looks closer only at digits, <c>@</c>, <c>:</c> and a few words. Numbers count where a check digit, a telling
/// form or a telling word before them says what they are; names of people are not looked for. Read-only and shared by all threads.
/// </summary>
public static class PersonalDataFinder
{
    private static readonly SearchValues<char> _triggers = SearchValues.Create("0123456789@:");

    // Of these characters alone no personal data is made: numbers have digits; secrets have digits, special characters or a colon before them; words in other scripts are no ASCII.
    private static readonly SearchValues<char> _harmless = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ,.?'\"();/\t\r\n");

    /// <summary>Whether there may be personal data in a text, or what it was masked by; a quick look that finds most texts to hold none.</summary>
    internal static bool MayHold(ReadOnlySpan<char> text) => text.ContainsAnyExcept(_harmless);

    /// <summary>Adds what a text holds, in the order of the text and without overlaps; of two at one place the more specific stays.</summary>
    public static void Find(ReadOnlySpan<char> text, List<PersonalDatum> found)
    {
        if (!MayHold(text))
        {
            return;
        }

        var first = found.Count;
        SecretScanner.Find(text, found);
        var secrets = found.Count;
        for (var i = 0; i < text.Length;)
        {
            var next = text[i..].IndexOfAny(_triggers);
            if (next < 0)
            {
                break;
            }

            i += next;
            var datum = text[i] switch
            {
                '@' => EmailScanner.At(text, i),
                ':' => IpScanner.ColonsAt(text, i),
                _ => NumberScanner.At(text, i),
            };
            if (datum is not { } known)
            {
                i = char.IsAsciiDigit(text[i]) ? NumberScanner.EndOfNumber(text, i) : i + 1;
                continue;
            }

            found.Add(known);
            i = Math.Max(known.End, i + 1);
        }

        if (secrets > first || found.Count - first > 1)
        {
            Settle(found, first);
        }
    }

    // Secrets come first in the list and win where others overlap with them; of others the earlier wins.
    private static void Settle(List<PersonalDatum> found, int first)
    {
        for (var i = first + 1; i < found.Count; i++)
        {
            var datum = found[i];
            var clash = false;
            for (var j = first; j < i && !clash; j++)
            {
                clash = found[j].Start < datum.End && datum.Start < found[j].End;
            }

            if (clash)
            {
                found.RemoveAt(i--);
            }
        }

        found.Sort(first, found.Count - first, ByStart.Instance);
    }

    private sealed class ByStart : IComparer<PersonalDatum>
    {
        public static ByStart Instance { get; } = new();

        public int Compare(PersonalDatum x, PersonalDatum y) => x.Start.CompareTo(y.Start);
    }
}
