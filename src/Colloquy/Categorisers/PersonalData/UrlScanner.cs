namespace Colloquy.Categorisers.PersonalData;

/// <summary>Passwords in URLs, <c>scheme://user:password@host</c>, and URLs that are keys themselves.</summary>
internal static class UrlScanner
{
    private const int MostAuthority = 512;
    private const int LeastToken = 16;

    private static readonly string[] _keys = ["hooks.slack.com/services/", "hooks.slack.com/workflows/", "discord.com/api/webhooks/",
        "discordapp.com/api/webhooks/", "outlook.office.com/webhook/"];

    /// <param name="text">A folded text.</param>
    /// <param name="colon">Index of a colon.</param>
    public static PersonalDatum? At(ReadOnlySpan<char> text, int colon)
    {
        if (!text[colon..].StartsWith("://", StringComparison.Ordinal) || colon == 0 || !char.IsAsciiLetterOrDigit(text[colon - 1]))
        {
            return null;
        }

        var start = colon + 3;
        var end = start;
        while (end < text.Length && end - start < MostAuthority
            && text[end] is not ('/' or ' ' or '\t' or '\r' or '\n' or '"' or '\'' or '`' or '<' or '>' or '?' or ')' or '|'))
        {
            end++;
        }

        // A password may contain a slash that somebody forgot to escape.
        var at = text[start..end].LastIndexOf('@');
        if (at < 0)
        {
            return Hook(text, start);
        }

        var user = text.Slice(start, at);
        var split = user.IndexOf(':');
        if (split < 0)
        {
            return user.Length >= LeastToken && user.ContainsAnyInRange('0', '9') && user.IndexOfAny('.', '@') < 0
                && !SecretValue.IsPlaceholder(user) ? new PersonalDatum(PersonalDataKind.Secret, start, user.Length) : null;
        }

        var password = user[(split + 1)..];
        return password.IsEmpty || password.StartsWith("[secret", StringComparison.Ordinal) || SecretValue.IsPlaceholder(password) ? null
            : new PersonalDatum(PersonalDataKind.Secret, start + split + 1, password.Length);
    }

    private static PersonalDatum? Hook(ReadOnlySpan<char> text, int start)
    {
        foreach (var key in _keys)
        {
            if (!text[start..].StartsWith(key, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var from = start + key.Length;
            var end = from;
            while (end < text.Length && end - from < MostAuthority
                && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '/' or '-' or '_'))
            {
                end++;
            }

            return end - from >= 20 && text[from..end].ContainsAnyInRange('0', '9')
                ? new PersonalDatum(PersonalDataKind.Secret, from, end - from) : null;
        }

        return null;
    }
}
