namespace Colloquy.Categorisers.PersonalData;

/// <summary>Numbers of payment cards: an issuer's prefix and length, and the check digit after Luhn.</summary>
internal static class CardScanner
{
    public static PersonalDatum? In(NumberText number)
    {
        var digits = number.Digits;
        if (digits.Length is < 13 or > 19 || number.Plus || number.Separators is not ('\0' or ' ' or '-') || char.IsLetter(number.After))
        {
            return null;
        }

        if (number.Groups.Length > 1 && number.Groups[0] != 4)
        {
            return null;
        }

        return IsIssued(digits) && Luhn(digits) ? new PersonalDatum(PersonalDataKind.Card, number.Start, number.End - number.Start) : null;
    }

    public static bool Luhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            digit = i % 2 == 1 ? 2 * digit : digit;
            sum += digit > 9 ? digit - 9 : digit;
        }

        return sum % 10 == 0;
    }

    private static bool IsIssued(ReadOnlySpan<char> digits)
    {
        var four = int.Parse(digits[..4], System.Globalization.CultureInfo.InvariantCulture);
        var two = four / 100;
        return (digits.Length, two) switch
        {
            (13 or 16 or 19, >= 40 and <= 49) => true,
            (16, >= 51 and <= 55) => true,
            (16, _) when four is >= 2221 and <= 2720 => true,
            (15, 34 or 37) => true,
            (>= 16, 35 or 60 or 62 or 64 or 65) => true,
            (14, 30 or 36 or 38) => true,
            (_, 50 or >= 56 and <= 58 or 67) => digits.Length is >= 16 and <= 19,
            _ => false,
        };
    }
}
