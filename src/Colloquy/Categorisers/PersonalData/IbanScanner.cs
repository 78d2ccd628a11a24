namespace Colloquy.Categorisers.PersonalData;

/// <summary>International bank account numbers (IBAN): a country code, the length for that country, and the modulo 97 check.</summary>
internal static class IbanScanner
{
    private static readonly Dictionary<string, int> _lengths = new(StringComparer.Ordinal)
    {
        ["AD"] = 24,
        ["AE"] = 23,
        ["AL"] = 28,
        ["AT"] = 20,
        ["AZ"] = 28,
        ["BA"] = 20,
        ["BE"] = 16,
        ["BG"] = 22,
        ["BH"] = 22,
        ["BR"] = 29,
        ["CH"] = 21,
        ["CR"] = 22,
        ["CY"] = 28,
        ["CZ"] = 24,
        ["DE"] = 22,
        ["DK"] = 18,
        ["DO"] = 28,
        ["EE"] = 20,
        ["EG"] = 29,
        ["ES"] = 24,
        ["FI"] = 18,
        ["FO"] = 18,
        ["FR"] = 27,
        ["GB"] = 22,
        ["GE"] = 22,
        ["GI"] = 23,
        ["GL"] = 18,
        ["GR"] = 27,
        ["GT"] = 28,
        ["HR"] = 21,
        ["HU"] = 28,
        ["IE"] = 22,
        ["IL"] = 23,
        ["IS"] = 26,
        ["IT"] = 27,
        ["JO"] = 30,
        ["KW"] = 30,
        ["KZ"] = 20,
        ["LB"] = 28,
        ["LI"] = 21,
        ["LT"] = 20,
        ["LU"] = 20,
        ["LV"] = 21,
        ["MC"] = 27,
        ["MD"] = 24,
        ["ME"] = 22,
        ["MK"] = 19,
        ["MT"] = 31,
        ["NL"] = 18,
        ["NO"] = 15,
        ["PK"] = 24,
        ["PL"] = 28,
        ["PS"] = 29,
        ["PT"] = 25,
        ["QA"] = 29,
        ["RO"] = 24,
        ["RS"] = 22,
        ["SA"] = 24,
        ["SE"] = 24,
        ["SI"] = 19,
        ["SK"] = 24,
        ["SM"] = 27,
        ["TN"] = 24,
        ["TR"] = 26,
        ["UA"] = 29,
        ["XK"] = 20,
    };

    private static readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _byCountry =
        _lengths.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <param name="text">A folded text.</param>
    /// <param name="start">Index of the country code.</param>
    public static PersonalDatum? At(ReadOnlySpan<char> text, int start)
    {
        if (start + 4 > text.Length
            || !char.IsAsciiLetter(text[start]) || !char.IsAsciiLetter(text[start + 1])
            || !char.IsAsciiDigit(text[start + 2]) || !char.IsAsciiDigit(text[start + 3]))
        {
            return null;
        }

        Span<char> country = [char.ToUpperInvariant(text[start]), char.ToUpperInvariant(text[start + 1])];
        if (!_byCountry.TryGetValue(country, out var length))
        {
            return null;
        }

        Span<char> compact = stackalloc char[34];
        var (n, i) = (0, start);
        for (; i < text.Length && n < length; i++)
        {
            if (char.IsAsciiLetterOrDigit(text[i]))
            {
                compact[n++] = char.ToUpperInvariant(text[i]);
            }
            else if (text[i] is not (' ' or '-' or '\u00A0') || n % 4 != 0)
            {
                return null;
            }
        }

        var complete = n == length && (i == text.Length || !char.IsLetterOrDigit(text[i]));
        return complete && Checks(compact[..n]) ? new PersonalDatum(PersonalDataKind.Iban, start, i - start) : null;
    }

    private static bool Checks(ReadOnlySpan<char> compact)
    {
        var remainder = 0;
        for (var i = 0; i < compact.Length; i++)
        {
            var c = compact[(i + 4) % compact.Length];
            remainder = char.IsAsciiDigit(c) ? ((remainder * 10) + c - '0') % 97 : ((remainder * 100) + c - 'A' + 10) % 97;
        }

        return remainder == 1;
    }
}
