namespace Colloquy.Categorisers.PersonalData;

/// <summary>
/// Payment card numbers: the prefix and length of an issuer, and the Luhn check digit. What follows the number, such as its expiry, is not
/// included.
/// </summary>
internal static class CardScanner
{
    // Product numbers often have this length, and cards with it are no longer issued.
    private const int LengthOfProducts = 13;

    public static PersonalDatum? In(ReadOnlySpan<char> text, NumberText number)
    {
        if (number.Plus)
        {
            return null;
        }

        var groups = number.Groups switch
        {
            [>= LengthOfProducts, ..] => 1,
            [4, 4, 4, 4, 3, ..] => 5,
            [4, 4, 4, 4, ..] => 4,
            [4, 6, 4 or 5, ..] => 3,
            _ => 0,
        };
        if (groups == 0)
        {
            return null;
        }

        var card = number.First(text, groups);
        if (groups == 5 && !IsCard(text, card))
        {
            card = number.First(text, --groups);
        }

        return IsCard(text, card)
            ? new PersonalDatum(PersonalDataKind.Card, card.Start + (text[card.Start] == '(' ? 1 : 0),
            card.End - card.Start - (text[card.Start] == '(' ? 1 : 0)) : null;
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

    private static bool IsCard(ReadOnlySpan<char> text, NumberText number) =>
        IsIssued(number.Digits) && Luhn(number.Digits) && !IsOfHash(text, number.End)
            && (number.Digits.Length > LengthOfProducts || Telling.Card.IsBefore(text, number.Start));

    // 4111111111111111exp is a card, 4111111111111111a9 part of a hash.
    private static bool IsOfHash(ReadOnlySpan<char> text, int end)
    {
        end += end < text.Length && text[end] == '-' ? 1 : 0;
        var rest = text[end..Math.Min(text.Length, end + 8)];
        var (letters, digits, i) = (0, 0, 0);
        for (; i < rest.Length && char.IsAsciiHexDigit(rest[i]); i++)
        {
            letters += char.IsAsciiLetter(rest[i]) ? 1 : 0;
            digits += char.IsAsciiDigit(rest[i]) ? 1 : 0;
        }

        return letters > 0 && digits > 0 && (i == rest.Length || !char.IsAsciiLetterOrDigit(rest[i]));
    }

    private static bool IsIssued(ReadOnlySpan<char> digits)
    {
        var four = int.Parse(digits[..4], System.Globalization.CultureInfo.InvariantCulture);
        var two = four / 100;
        return (digits.Length, two) switch
        {
            (13 or 16 or 19, >= 40 and <= 49) => true,
            (16, >= 51 and <= 55) => true,
            (16, _) when four is (>= 2221 and <= 2720) or (>= 2200 and <= 2204) => true,
            (15, 34 or 37) => true,
            ( >= 16, 35 or 60 or 62 or 64 or 65) => true,
            (14, 30 or 36 or 38) => true,
            (_, 50 or >= 56 and <= 58 or 67) => digits.Length is >= 16 and <= 19,
            _ => false,
        };
    }
}
