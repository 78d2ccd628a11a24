namespace Colloquy.Categorisers.PersonalData;

/// <summary>
/// Identity and insurance numbers of people in the United States, the United Kingdom, Germany, France, Italy, Spain, the Netherlands,
/// Poland, Brazil, China and India. They are recognised by check digits if they have some, and by a word before them if their form alone is
/// common.
/// </summary>
internal static class NationalIds
{
    private const string SpanishLetters = "TRWAGMYFPDXBNJZSQVHLCKE";

    /// <summary>Numbers of digits only, and Spanish ones with a letter at the end.</summary>
    public static PersonalDatum? In(ReadOnlySpan<char> text, NumberText number)
    {
        var digits = number.Digits;
        var groups = number.Groups;
        if (number.Plus)
        {
            return null;
        }

        if (digits.Length == 8 && groups.Length == 1 && Spanish(text, number.End, digits))
        {
            return new PersonalDatum(PersonalDataKind.NationalId, number.Start, 9);
        }

        if (digits.Length == 17 && groups.Length == 1 && number.After is 'x' or 'X' && Chinese(digits, 'X'))
        {
            return new PersonalDatum(PersonalDataKind.NationalId, number.Start, 18);
        }

        if (char.IsLetterOrDigit(number.After) && number.After < 0x250)
        {
            return null;
        }

        var known = digits.Length switch
        {
            9 => (groups is [3, 2, 4] && number.Separators is '-' or ' ' && American(digits))
                || (Telling.Bsn.IsBefore(text, number.Start) && Dutch(digits))
                || (groups.Length == 1 && Telling.Ssn.IsBefore(text, number.Start) && American(digits)),
            11 => (groups is [3, 3, 3, 2] && Brazilian(digits)) || (Telling.TaxId.IsBefore(text, number.Start) && German(digits))
                || (Telling.Pesel.IsBefore(text, number.Start) && Polish(digits)),
            12 => (groups is [4, 4, 4] || Telling.Aadhaar.IsBefore(text, number.Start)) && digits[0] >= '2' && Verhoeff(digits),
            15 => digits[0] is '1' or '2' && French(digits),
            18 => groups.Length == 1 && Chinese(digits[..17], digits[17]),
            _ => false,
        };
        return known ? new PersonalDatum(PersonalDataKind.NationalId, number.Start, number.End - number.Start) : null;
    }

    /// <summary>Numbers that begin with letters: British and Italian ones, and Spanish ones of foreigners.</summary>
    public static PersonalDatum? LettersAt(ReadOnlySpan<char> text, int start)
    {
        Span<char> compact = stackalloc char[17];
        var (n, i) = (0, start);
        for (; i < text.Length && n < compact.Length; i++)
        {
            if (char.IsAsciiLetterOrDigit(text[i]))
            {
                compact[n++] = char.ToUpperInvariant(text[i]);
            }
            else if (text[i] != ' ' || n is 0 or > 8 || i + 1 == text.Length || !char.IsAsciiDigit(text[i + 1]) && n != 8)
            {
                break;
            }
        }

        var id = compact[..n];
        return i < text.Length && char.IsLetterOrDigit(text[i]) ? null
            : n switch
            {
                9 => British(id) || SpanishOfForeigner(id),
                16 => Italian(id),
                _ => false,
            } ? new PersonalDatum(PersonalDataKind.NationalId, start, i - start) : null;
    }

    /// <summary>A British number as it is printed: <c>AB 12 34 56 C</c>.</summary>
    /// <param name="text">A folded text.</param>
    /// <param name="digit">Index of its first digit.</param>
    public static PersonalDatum? SpacedBritishAt(ReadOnlySpan<char> text, int digit)
    {
        const int Letters = 3, Length = 13;
        var start = digit - Letters;
        if (start < 0 || start + Length > text.Length || (start > 0 && char.IsLetterOrDigit(text[start - 1]))
            || (start + Length < text.Length && char.IsLetterOrDigit(text[start + Length])))
        {
            return null;
        }

        var spaced = text.Slice(start, Length);
        if (spaced[2] != ' ' || spaced[5] != ' ' || spaced[8] != ' ' || spaced[11] != ' ')
        {
            return null;
        }

        ReadOnlySpan<char> id =
            [spaced[0], spaced[1], spaced[3], spaced[4], spaced[6], spaced[7], spaced[9], spaced[10], spaced[12]];
        return British(id) ? new PersonalDatum(PersonalDataKind.NationalId, start, Length) : null;
    }

    private static bool American(ReadOnlySpan<char> d) =>
        d[..3] is not ("000" or "666") && d[0] != '9' && d[3..5] is not "00" && d[5..] is not "0000";

    private static bool British(ReadOnlySpan<char> id) =>
        "ABCEGHJKLMNOPRSTWXYZ".Contains(id[0]) && "ABCEGHJKLMNPRSTWXYZ".Contains(id[1]) && AreDigits(id[2..8])
        && id[8] is >= 'A' and <= 'D' && id[..2] is not ("BG" or "GB" or "NK" or "KN" or "TN" or "NT" or "ZZ");

    // ISO 7064, MOD 11,10.
    private static bool German(ReadOnlySpan<char> d)
    {
        var product = 10;
        foreach (var c in d[..10])
        {
            var sum = (c - '0' + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }

        return d[0] != '0' && (11 - product) % 10 == d[10] - '0';
    }

    private static bool French(ReadOnlySpan<char> d) =>
        Number(d[3..5]) is >= 1 and <= 12 or >= 20
        && 97 - (long.Parse(d[..13], System.Globalization.CultureInfo.InvariantCulture) % 97) == Number(d[13..]);

    private static bool Spanish(ReadOnlySpan<char> text, int end, ReadOnlySpan<char> d)
    {
        var letter = end < text.Length ? char.ToUpperInvariant(text[end]) : ' ';
        return char.IsAsciiLetter(letter)
            && (end + 1 == text.Length || !char.IsLetterOrDigit(text[end + 1]))
            && SpanishLetters[Number(d) % 23] == letter;
    }

    private static bool SpanishOfForeigner(ReadOnlySpan<char> id)
    {
        return id[0] is >= 'X' and <= 'Z' && AreDigits(id[1..8])
            && SpanishLetters[(((id[0] - 'X') * 10_000_000) + Number(id[1..8])) % 23] == id[8];
    }

    private static bool Dutch(ReadOnlySpan<char> d)
    {
        var sum = -(d[8] - '0');
        for (var i = 0; i < 8; i++)
        {
            sum += (9 - i) * (d[i] - '0');
        }

        return sum % 11 == 0 && sum != 0;
    }

    private static bool Polish(ReadOnlySpan<char> d)
    {
        ReadOnlySpan<byte> weights = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3];
        return (10 - (Weighted(d, weights) % 10)) % 10 == d[10] - '0';
    }

    private static bool Brazilian(ReadOnlySpan<char> d)
    {
        ReadOnlySpan<byte> first = [10, 9, 8, 7, 6, 5, 4, 3, 2], second = [11, 10, 9, 8, 7, 6, 5, 4, 3, 2];
        return Check(Weighted(d, first)) == d[9] - '0' && Check(Weighted(d, second)) == d[10] - '0' && d.ContainsAnyExcept(d[0]);

        static int Check(int sum) => sum * 10 % 11 % 10;
    }

    private static bool Chinese(ReadOnlySpan<char> d, char check)
    {
        ReadOnlySpan<byte> weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        return Number(d[6..10]) is >= 1900 and <= 2100 && Number(d[10..12]) is >= 1 and <= 12 && Number(d[12..14]) is >= 1 and <= 31
            && "10X98765432"[Weighted(d, weights) % 11] == char.ToUpperInvariant(check);
    }

    private static bool Verhoeff(ReadOnlySpan<char> d)
    {
        ReadOnlySpan<byte> permutation = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
        var check = 0;
        for (var i = 0; i < d.Length; i++)
        {
            // The permutation is applied once per position, modulo eight.
            var digit = d[^(i + 1)] - '0';
            for (var times = 0; times < i % 8; times++)
            {
                digit = permutation[10 + digit];
            }

            check = Dihedral(check, digit);
        }

        return check == 0;

        static int Dihedral(int a, int b) => (a < 5, b < 5) switch
        {
            (true, true) => (a + b) % 5,
            (true, false) => 5 + ((a + b - 5) % 5),
            (false, true) => 5 + ((a - 5 - b + 5) % 5),
            _ => (a - b + 5) % 5,
        };
    }

    private static bool Italian(ReadOnlySpan<char> id)
    {
        ReadOnlySpan<byte> odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
        for (var i = 0; i < 6; i++)
        {
            if (!char.IsAsciiLetter(id[i]))
            {
                return false;
            }
        }

        if (!AreDigits(id[6..8]) || !char.IsAsciiLetter(id[8]) || !char.IsAsciiLetter(id[11]) || !char.IsAsciiLetter(id[15]))
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < 15; i++)
        {
            var value = char.IsAsciiDigit(id[i]) ? id[i] - '0' : id[i] - 'A';
            sum += i % 2 == 0 ? odd[value] : value;
        }

        return id[15] == 'A' + (sum % 26);
    }

    private static int Weighted(ReadOnlySpan<char> d, ReadOnlySpan<byte> weights)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * (d[i] - '0');
        }

        return sum;
    }

    private static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
}
