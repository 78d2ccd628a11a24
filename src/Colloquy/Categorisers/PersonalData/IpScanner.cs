using System.Net;

namespace Colloquy.Categorisers.PersonalData;

/// <summary>Addresses of the internet protocol, version 4 and 6. Four small numbers after the word version are a version.</summary>
internal static class IpScanner
{
    public static PersonalDatum? DotsAt(ReadOnlySpan<char> text, int start)
    {
        var end = start;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
        {
            end++;
        }

        while (end > start && text[end - 1] == '.')
        {
            end--;
        }

        var address = text[start..end];
        if (address.Length is < 7 or > 15 || address.Count('.') != 3 || (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '-')))
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
            if (number.Length is 0 or > 3 || (number.Length > 1 && number[0] == '0') || int.Parse(number, System.Globalization.CultureInfo.InvariantCulture) > 255)
            {
                return null;
            }
        }

        return Telling.Before(text, start, Telling.Version) ? null : new PersonalDatum(PersonalDataKind.Ip, start, end - start);
    }

    public static PersonalDatum? ColonsAt(ReadOnlySpan<char> text, int colon)
    {
        var start = colon;
        while (start > 0 && (char.IsAsciiHexDigit(text[start - 1]) || text[start - 1] == ':'))
        {
            start--;
        }

        var end = colon;
        while (end < text.Length && (char.IsAsciiHexDigit(text[end]) || text[end] == ':'))
        {
            end++;
        }

        var address = text[start..end];

        // Two colons alone are punctuation, three numbers a time of day.
        return address.Count(':') >= 3 && HasLongGroup(address) && (start == 0 || !char.IsLetterOrDigit(text[start - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end]))
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
