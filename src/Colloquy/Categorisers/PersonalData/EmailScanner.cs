namespace Colloquy.Categorisers.PersonalData;

/// <summary>E-mail addresses: a name, <c>@</c>, and a domain with a letters-only end.</summary>
internal static class EmailScanner
{
    public static PersonalDatum? At(ReadOnlySpan<char> text, int at)
    {
        var start = at;
        while (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '.' or '_' or '%' or '+' or '-'))
        {
            start--;
        }

        while (start < at && text[start] is '.' or '-' or '+' or '%')
        {
            start++;
        }

        var end = at + 1;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '.' or '-'))
        {
            end++;
        }

        while (end > at + 1 && text[end - 1] is '.' or '-')
        {
            end--;
        }

        var domain = text[(at + 1)..end];
        var dot = domain.LastIndexOf('.');
        if (start == at || dot < 1 || domain.Length - dot - 1 < 2)
        {
            return null;
        }

        foreach (var c in domain[(dot + 1)..])
        {
            if (!char.IsLetter(c))
            {
                return null;
            }
        }

        return new PersonalDatum(PersonalDataKind.Email, start, end - start);
    }
}
