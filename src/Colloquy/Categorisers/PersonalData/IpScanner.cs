using System.Net;

namespace Colloquy.Categorisers.PersonalData;

/// <summary>
/// IP addresses, version 4 and 6. Four small numbers after a product name or a word that means version are a version number.
/// </summary>
internal static class IpScanner
{
    private const int MostOfFour = 15;
    private const int MostOfSix = 45;

    public static PersonalDatum? DotsAt(ReadOnlySpan<char> text, int start)
    {
        // Part of a longer chain, or after a product name: Chrome/120.0.1.2.
        if (start > 1 && ((text[start - 1] == '.' && char.IsAsciiDigit(text[start - 2]))
            || (text[start - 1] == '/' && char.IsLetter(text[start - 2]))))
        {
            return null;
        }

        var end = start;
        while (end < text.Length && end - start <= MostOfFour + 1 && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
        {
            end++;
        }

        while (end > start && text[end - 1] == '.')
        {
            end--;
        }

        var address = text[start..end];
        if (address.Length is < 7 or > MostOfFour || address.Count('.') != 3
            || (end < text.Length && ((char.IsLetterOrDigit(text[end]) && text[end] < 0x250) || text[end] == '-')))
        {
            return null;
        }

        Span<Range> parts = stackalloc Range[5];
        if (address.Split(parts, '.') != 4)
        {
            return null;
        }

        foreach (var part in parts[..4])
        {
            var number = address[part];
            if (number.Length is 0 or > 3 || (number.Length > 1 && number[0] == '0')
                || int.Parse(number, System.Globalization.CultureInfo.InvariantCulture) > 255)
            {
                return null;
            }
        }

        return Telling.Version.IsBefore(text, start) ? null : new PersonalDatum(PersonalDataKind.Ip, start, end - start);
    }

    /// <param name="groupsEnd">End of the last groups that were checked; colons before it are skipped.</param>
    public static PersonalDatum? ColonsAt(ReadOnlySpan<char> text, int colon, ref int groupsEnd)
    {
        if (colon < groupsEnd)
        {
            return null;
        }

        var start = colon;
        while (start > 0 && colon - start <= 4 && char.IsAsciiHexDigit(text[start - 1]))
        {
            start--;
        }

        var (end, colons) = (colon, 0);
        while (end < text.Length && (char.IsAsciiHexDigit(text[end]) || text[end] == ':'))
        {
            colons += text[end] == ':' ? 1 : 0;
            end++;
        }

        groupsEnd = end;
        var address = text[start..end];

        // Two colons alone are punctuation; three numbers are a time of day.
        return address.Length <= MostOfSix && colons >= 3 && HasLongGroup(address)
            && (start == 0 || !char.IsAsciiLetterOrDigit(text[start - 1])) && (end == text.Length || !char.IsAsciiLetterOrDigit(text[end]))
            && IPAddress.TryParse(address, out _) ? new PersonalDatum(PersonalDataKind.Ip, start, address.Length) : null;
    }

    // Ratios and scores have short numbers between colons.
    private static bool HasLongGroup(ReadOnlySpan<char> address)
    {
        foreach (var group in address.Split(':'))
        {
            if (group.End.Value - group.Start.Value >= 3)
            {
                return true;
            }
        }

        return false;
    }
}
