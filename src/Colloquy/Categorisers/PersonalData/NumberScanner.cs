namespace Colloquy.Categorisers.PersonalData;

/// <summary>Everything that begins with, or is found by, a digit. Tried from the most specific form to the least.</summary>
internal static class NumberScanner
{
    private const int LongNumber = 12;
    private const int MostLetters = 12;

    // From here on letters are of other scripts, which write numbers without a blank before them.
    private const char NonLatin = '\u0250';

    /// <param name="digit">Index of the first digit of a run.</param>
    public static PersonalDatum? At(ReadOnlySpan<char> text, int digit)
    {
        // Letters before the digits belong to it: IBAN, insurance numbers; other words with digits are no numbers.
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

    /// <summary>Where to look on after a number that is nothing: behind all of a very long one, whose parts mean nothing, else behind its
    /// first group.</summary>
    public static int EndOfNumber(ReadOnlySpan<char> text, int digit)
    {
        var number = NumberText.Read(text, digit);

        // A count before a card is no part of it.
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

    // A number whose groups are joined by something else ends at a blank: 415-555-0132 12 times.
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
