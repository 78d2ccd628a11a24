namespace Colloquy.Categorisers.PersonalData;

/// <summary>A house number beside a word for a street: <c>12 Baker Street</c>, <c>Hauptstraße 5</c>, <c>12 rue de la Paix</c>, <c>Calle Mayor 3</c>.</summary>
internal static class StreetScanner
{
    private const int MostWords = 4;

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _after = Words(
        "street", "st", "avenue", "ave", "road", "rd", "boulevard", "blvd", "lane", "ln", "drive", "court", "ct", "highway", "hwy", "parkway", "pkwy", "terrace", "crescent");

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _next = Words("rue", "boulevard", "bd", "chemin", "quai", "impasse", "allée");

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _before = Words("calle", "avenida", "via", "viale", "piazza", "corso", "rua", "travessa", "plaza", "paseo");

    private static readonly string[] _endings = ["straße", "strasse", "str", "gasse", "allee", "platz", "weg", "straat", "laan", "gracht"];

    public static PersonalDatum? At(ReadOnlySpan<char> text, NumberText number)
    {
        var length = number.FirstEnd - number.Start;
        if (number.Plus || length is < 1 or > 5 || number.FirstEnd > text.Length)
        {
            return null;
        }

        return Behind(text, number.Start, number.FirstEnd) ?? Ahead(text, number.Start, number.FirstEnd);
    }

    // 12 Baker Street, 12 rue de la Paix.
    private static PersonalDatum? Behind(ReadOnlySpan<char> text, int start, int end)
    {
        var (at, words) = (end, 0);
        var capital = false;
        while (words < MostWords && NextWord(text, ref at, out var word))
        {
            words++;
            if (words == 1 && _next.Contains(word))
            {
                // Up to the name: rue de la Paix.
                for (var more = 0; more < MostWords && NextWord(text, ref at, out var name); more++)
                {
                    if (char.IsUpper(name[0]))
                    {
                        return new PersonalDatum(PersonalDataKind.StreetAddress, start, at - start);
                    }
                }

                return null;
            }

            if (words > 1 && capital && _after.Contains(word))
            {
                return new PersonalDatum(PersonalDataKind.StreetAddress, start, at - start);
            }

            capital |= char.IsUpper(word[0]) || char.IsAsciiDigit(word[0]);
        }

        return null;
    }

    // Hauptstraße 5, Calle Mayor 3.
    private static PersonalDatum? Ahead(ReadOnlySpan<char> text, int start, int end)
    {
        if (end < text.Length && (text[end] is ':' or '.' or '%' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1])))
        {
            return null;
        }

        var at = start;
        for (var words = 1; words <= MostWords && WordBefore(text, ref at, out var word); words++)
        {
            if (words <= 1 && word.Length > 5 && char.IsUpper(word[0]) && EndsLikeStreet(word))
            {
                return new PersonalDatum(PersonalDataKind.StreetAddress, at, end - at);
            }

            if (words > 1 && _before.Contains(word) && char.IsUpper(text[at + word.Length + 1]))
            {
                return new PersonalDatum(PersonalDataKind.StreetAddress, at, end - at);
            }
        }

        return null;
    }

    private static bool EndsLikeStreet(ReadOnlySpan<char> word)
    {
        foreach (var ending in _endings)
        {
            if (word.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool NextWord(ReadOnlySpan<char> text, ref int at, out ReadOnlySpan<char> word)
    {
        word = default;
        if (at >= text.Length || text[at] != ' ')
        {
            return false;
        }

        var start = at + 1;
        var end = start;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '\'' or '-'))
        {
            end++;
        }

        if (end == start)
        {
            return false;
        }

        word = text[start..end];
        at = end;
        return true;
    }

    private static bool WordBefore(ReadOnlySpan<char> text, ref int at, out ReadOnlySpan<char> word)
    {
        word = default;
        var end = at - 1;
        if (end < 0 || text[end] != ' ')
        {
            return false;
        }

        if (end > 0 && text[end - 1] is '.' or ',')
        {
            end--;
        }

        var start = end;
        while (start > 0 && (char.IsLetter(text[start - 1]) || text[start - 1] is '\'' or '-'))
        {
            start--;
        }

        word = text[start..end];
        at = start;
        return end > start;
    }

    private static HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Words(params string[] words) =>
        new HashSet<string>(words, StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
}
