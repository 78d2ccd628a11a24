namespace Colloquy.Categorisers.PersonalData;

/// <summary>
/// Telephone numbers: international ones, and national ones in the forms of North America, Europe and China. A plain run of digits counts
/// only after a word that says so; dates, prices, times and product numbers do not count.
/// </summary>
internal static class PhoneScanner
{
    private const int LengthOfProducts = 13;

    public static PersonalDatum? In(ReadOnlySpan<char> text, NumberText number)
    {
        var digits = number.Digits;
        if (digits.Length is < 7 or > 15 || (char.IsLetter(number.After) && number.After < 0x250 && !IsExtension(text, number.End))
            || number.After is '%' or '$' or '€')
        {
            return null;
        }

        return IsPhone(text, number) ? new PersonalDatum(PersonalDataKind.Phone, number.Start, number.End - number.Start) : null;
    }

    private static bool IsPhone(ReadOnlySpan<char> text, NumberText number)
    {
        var digits = number.Digits;
        var groups = number.Groups;
        if (number.Plus)
        {
            return digits.Length >= 8 && digits[0] != '0';
        }

        if (digits.StartsWith("00") && digits.Length >= 10 && digits[2] != '0')
        {
            return true;
        }

        if (BeginsWithDate(number) || (digits.Length == LengthOfProducts && digits.StartsWith("97")))
        {
            return false;
        }

        if (groups.Length == 1)
        {
            return digits.Length >= 8 && !IsInstant(digits) && Telling.Phone.LastBefore(text, number.Start) is var phone
                && (phone >= 0 || IsChineseMobile(digits)) && phone >= Telling.OtherNumber.LastBefore(text, number.Start);
        }

        if (groups is [3, 4] && digits[0] is >= '2' and <= '9' && number.Separators is '-' or '.')
        {
            return Told(text, number);
        }

        return IsNorthAmerican(digits, groups, number.Separators) || IsTrunk(digits, groups, number.Separators)
            || (groups is [3, 4, 4] && number.Separators is ' ' or '-' && IsChineseMobile(digits))
            || (digits.Length >= 8 && groups[^1] >= 2 && number.Separators != '/' && !AreTimes(groups, number.Separators)
                && Told(text, number));
    }

    // The word nearest to the number decides what it is.
    private static bool Told(ReadOnlySpan<char> text, NumberText number) =>
        Telling.Phone.LastBefore(text, number.Start) is >= 0 and var told && told >= Telling.OtherNumber.LastBefore(text, number.Start);

    // 10-12 14-16. Pairs of digits are a telephone number only if all are joined by the same character.
    private static bool AreTimes(ReadOnlySpan<byte> groups, char separators) => !groups.ContainsAnyInRange((byte)3, byte.MaxValue)
        && (separators == 'x' || groups.Count((byte)1) > 1);

    private static bool IsExtension(ReadOnlySpan<char> text, int end) => text[end] == 'x' && end + 1 < text.Length
        && char.IsAsciiDigit(text[end + 1]);

    // 415-555-1234, (415) 555-1234, 1 415 555 1234.
    private static bool IsNorthAmerican(ReadOnlySpan<char> digits, ReadOnlySpan<byte> groups, char separators)
    {
        if (groups.Length == 4 && groups[0] == 1 && digits[0] == '1')
        {
            digits = digits[1..];
            groups = groups[1..];
        }

        return groups is [3, 3, 4] && digits[0] is >= '2' and <= '9' && digits[3] is >= '2' and <= '9'
            && separators is '-' or '.' or ' ' or 'x';
    }

    // A trunk prefix 0, an area code, a number: 030 1234567, 0171-1234567, 01 23 45 67 89, 010-12345678.
    private static bool IsTrunk(ReadOnlySpan<char> digits, ReadOnlySpan<byte> groups, char separators) =>
        digits[0] == '0' && digits[1] != '0' && digits.Length is >= 9 and <= 12 && groups[0] is >= 2 and <= 5
            && (separators != '.' || groups is [2, 2, 2, 2, 2]);

    private static bool IsChineseMobile(ReadOnlySpan<char> digits) => digits.Length == 11 && digits[0] == '1'
        && digits[1] is >= '3' and <= '9';

    // Seconds or milliseconds since 1970 in recent years, or a date without dashes.
    private static bool IsInstant(ReadOnlySpan<char> digits) =>
        (digits.Length is 10 or 13 && digits[0] == '1' && digits[1] is >= '5' and <= '9')
        || (digits.Length == 8 && digits[..2] is "19" or "20" && digits[4] is '0' or '1' && digits[6] <= '3'
            && digits[4..6] is not "00" && (digits[4] == '0' || digits[5] <= '2'));

    private static bool BeginsWithDate(NumberText number)
    {
        var groups = number.Groups;
        if (groups.Length < 3 || number.SignAfter(0) != number.SignAfter(1))
        {
            return false;
        }

        return groups is [<= 2, <= 2, 2] or [<= 2, <= 2, 4, ..] or [4, <= 2, <= 2, ..]
            || (groups is [<= 2, <= 2, 2, ..] && number.SignAfter(2) != number.SignAfter(1));
    }
}
