namespace Colloquy.Categorisers.PersonalData;

/// <summary>
/// E-mail addresses: a name, <c>@</c> or a spelling of it such as <c>[at]</c>, and a domain whose last label has letters only.
/// </summary>
internal static class EmailScanner
{
    private const int MostName = 64;
    private const int MostDomain = 253;

    // Languages that write addresses without blanks around them use letters from here on.
    private const char NonLatin = '\u0250';

    private static readonly string[] _ats = ["[at]", "(at)", "{at}", "[ at ]", "( at )", "[arroba]", "(arroba)", "[ät]", "(ät)", "[@]",
        "(@)", "[chiocciola]", "(chiocciola)", "[arobase]", "(arobase)"];
    private static readonly string[] _dots = ["[dot]", "(dot)", "{dot}", "[.]", "(.)", "[punkt]", "(punkt)", "[punto]", "(punto)",
        "[point]", "(point)", "[ponto]", "(ponto)", "[ dot ]", "( dot )", "."];
    private static readonly string[] _imageTypes = ["png", "jpg", "jpeg", "gif", "svg", "webp"];

    public static PersonalDatum? At(ReadOnlySpan<char> text, int at) => Between(text, at, at + 1);

    /// <summary>Addresses with <c>%40</c> or <c>&amp;#64;</c>, found by the digits of these.</summary>
    public static PersonalDatum? EncodedAt(ReadOnlySpan<char> text, int digit) => text[digit..] switch
    {
        ['4', '0', ..] when digit > 0 && text[digit - 1] == '%' => Between(text, digit - 1, digit + 2),
        ['6', '4', ';', ..] when digit > 1 && text[digit - 2] == '&' && text[digit - 1] == '#' => Between(text, digit - 2, digit + 3),
        _ => null,
    };

    /// <summary>Addresses written as <c>name [at] host [dot] tld</c>.</summary>
    /// <param name="text">A folded text.</param>
    /// <param name="bracket">Index of a bracket.</param>
    public static PersonalDatum? SpeltAt(ReadOnlySpan<char> text, int bracket)
    {
        var rest = text[bracket..];
        if (rest.Length < 3 || rest[1] is not ('a' or 'A' or ' ' or '@' or 'ä' or 'c'))
        {
            return null;
        }

        foreach (var at in _ats)
        {
            if (rest.StartsWith(at, StringComparison.OrdinalIgnoreCase))
            {
                return Spelt(text, bracket, at.Length);
            }
        }

        return null;
    }

    private static PersonalDatum? Spelt(ReadOnlySpan<char> text, int at, int length)
    {
        var nameEnd = SkipBlanksBefore(text, at);
        var start = StartOfName(text, nameEnd);
        var end = SkipBlanks(text, at + length);
        var (labels, label) = (0, EndOfLabel(text, end));
        while (label > end)
        {
            var lastLabel = text[end..label];
            labels++;
            end = label;
            if (!TryDot(text, end, out var afterDot))
            {
                return start < nameEnd && labels > 1 && IsTopLevel(lastLabel)
                    ? new PersonalDatum(PersonalDataKind.Email, start, end - start) : null;
            }

            label = EndOfLabel(text, afterDot);
            if (label == afterDot || text[end] == '.' && afterDot > end + 1)
            {
                return start < nameEnd && labels > 1 && IsTopLevel(lastLabel)
                    ? new PersonalDatum(PersonalDataKind.Email, start, end - start) : null;
            }

            end = afterDot;
        }

        return null;
    }

    private static PersonalDatum? Between(ReadOnlySpan<char> text, int nameEnd, int domainStart)
    {
        var start = StartOfName(text, nameEnd);
        var end = EndOfDomain(text, domainStart);
        if (start == nameEnd || end == domainStart)
        {
            return null;
        }

        var name = text[start..nameEnd];
        var domain = text[domainStart..end];
        return IsImageSize(domain) || (name is "git" && end < text.Length && text[end] is ':' or '/') ? null
            : new PersonalDatum(PersonalDataKind.Email, start, end - start);
    }

    private static int StartOfName(ReadOnlySpan<char> text, int end)
    {
        var start = end;
        var latin = start > 0 && text[start - 1] < NonLatin;
        while (start > 0 && end - start < MostName
            && ((char.IsLetterOrDigit(text[start - 1]) && text[start - 1] < NonLatin == latin)
                || (!latin && char.IsAsciiLetterOrDigit(text[start - 1])) || text[start - 1] is '.' or '_' or '%' or '+' or '-' or '\''))
        {
            start--;
        }

        while (start < end && text[start] is '.' or '-' or '+' or '%' or '\'')
        {
            start++;
        }

        return start;
    }

    /// <returns>The end of the longest domain that begins at the start, or the start if there is none.</returns>
    private static int EndOfDomain(ReadOnlySpan<char> text, int start)
    {
        var latin = start < text.Length && text[start] < NonLatin;
        var (i, labels, end) = (start, 0, start);
        while (i < text.Length && i - start < MostDomain)
        {
            var label = i;
            // The top-level domain may be in another script: example.рф.
            var script = labels == 1 && label < text.Length ? text[label] < NonLatin : latin;
            while (i < text.Length && i - start < MostDomain
                && (text[i] == '-' || (char.IsLetterOrDigit(text[i]) && text[i] < NonLatin == script)))
            {
                i++;
            }

            if (i == label || text[label] == '-')
            {
                break;
            }

            labels++;
            if (labels > 1 && EndOfTopLevel(text[label..i]) is > 1 and var length)
            {
                end = label + length;
            }

            if (i == text.Length || text[i] != '.')
            {
                break;
            }

            i++;
        }

        return end;
    }

    private static int EndOfTopLevel(ReadOnlySpan<char> label)
    {
        if (label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase))
        {
            return label.Length;
        }

        var length = 0;
        while (length < label.Length && char.IsLetter(label[length]))
        {
            length++;
        }

        return length == label.Length || label[length] == '-' ? length : 0;
    }

    private static bool IsTopLevel(ReadOnlySpan<char> label) => EndOfTopLevel(label) == label.Length && label.Length > 1;

    // Names of images such as icon@2x.png.
    private static bool IsImageSize(ReadOnlySpan<char> domain)
    {
        if (domain.Length < 6 || !char.IsAsciiDigit(domain[0]) || domain[1] != 'x' || domain[2] != '.')
        {
            return false;
        }

        foreach (var type in _imageTypes)
        {
            if (domain[3..].Equals(type, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryDot(ReadOnlySpan<char> text, int at, out int end)
    {
        end = SkipBlanks(text, at);
        foreach (var dot in _dots)
        {
            if (text[end..].StartsWith(dot, StringComparison.OrdinalIgnoreCase))
            {
                end = SkipBlanks(text, end + dot.Length);
                return true;
            }
        }

        return false;
    }

    private static int EndOfLabel(ReadOnlySpan<char> text, int at)
    {
        var end = at;
        while (end < text.Length && end - at < MostName && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '-'))
        {
            end++;
        }

        return end;
    }

    private static int SkipBlanks(ReadOnlySpan<char> text, int at)
    {
        for (var most = at + 2; at < text.Length && at < most && text[at] == ' ';)
        {
            at++;
        }

        return at;
    }

    private static int SkipBlanksBefore(ReadOnlySpan<char> text, int at)
    {
        for (var least = at - 2; at > 0 && at > least && text[at - 1] == ' ';)
        {
            at--;
        }

        return at;
    }
}
