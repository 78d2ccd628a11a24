namespace Colloquy.Categorisers.PersonalData;

/// <summary>Everything that begins with a digit or is found by one, tried from the most specific form to the least specific.</summary>
internal static class NumberScanner
{
    private const int LongNumber = 12;
    private const int MostLetters = 12;

    // Letters from here on belong to other scripts, which write numbers without a blank before them.
    private const char NonLatin = '\u0250';

    /// <param name="text">A folded text.</param>
    /// <param name="digit">Index of the first digit of a run.</param>
    public static PersonalDatum? At(ReadOnlySpan<char> text, int digit)
    {
        // IBANs and insurance numbers include the letters before the digits; other words with digits are not numbers.
        var start = digit;
        while (start > 0 && text[start - 1] < NonLatin && char.IsLetterOrDigit(text[start - 1]) && digit - start < MostLetters)
        {
            start--;
        }

        if (start < digit)
        {
            return IbanScanner.At(text, start) ?? NationalIds.LettersAt(text, start) ?? (Telling.Card.LastBefore(text, digit) == start
                ? CardScanner.In(text, NumberText.Read(text, digit)) : null);
        }

        if (NationalIds.SpacedBritishAt(text, digit) is { } insurance)
        {
            return insurance;
        }

        if (IpScanner.DotsAt(text, start) is { } address)
        {
            return address;
        }

        var number = NumberText.Read(text, digit);
        if (number.Digits.Length == 0)
        {
            return null;
        }

        return CardScanner.In(text, number) ?? In(text, number) ?? Shorter(text, number) ?? StreetScanner.At(text, number);
    }

    /// <summary>
    /// Where to continue after a number that is not personal data: after the whole number if it is very long, since its parts mean nothing,
    /// else after its first group.
    /// </summary>
    public static int EndOfNumber(ReadOnlySpan<char> text, int digit)
    {
        var number = NumberText.Read(text, digit);

        // A count before a card number is not part of it.
        if (number.Digits.Length > LongNumber && number.Groups is not [<= 2, 4, 4, ..])
        {
            return number.End;
        }

        while (digit < text.Length && char.IsAsciiDigit(text[digit]))
        {
            digit++;
        }

        return digit;
    }

    private static PersonalDatum? In(ReadOnlySpan<char> text, NumberText number) => NationalIds.In(text, number) ?? PhoneScanner.In(text,
        number);

    // If a number has groups that are joined by something other than blanks, it ends at a blank: 415-555-0132 12 times.
    private static PersonalDatum? Shorter(ReadOnlySpan<char> text, NumberText number)
    {
        var groups = 1;
        while (groups < number.Groups.Length && number.SignAfter(groups - 1) != ' ')
        {
            groups++;
        }

        return groups > 1 && groups < number.Groups.Length ? In(text, number.First(text, groups)) : null;
    }
}
