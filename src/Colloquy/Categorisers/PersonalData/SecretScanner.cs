using System.Buffers;
using System.Text;

namespace Colloquy.Categorisers.PersonalData;

/// <summary>Keys and passwords: by the prefixes that services give to theirs, and what follows the word for a password.</summary>
internal static class SecretScanner
{
    private const int LeastPassword = 4;
    private const int MostPassword = 200;

    private static readonly (string Prefix, int Least)[] _prefixes =
    [
        ("sk-", 20), ("AKIA", 16), ("ASIA", 16), ("ghp_", 30), ("gho_", 30), ("ghs_", 30), ("github_pat_", 30), ("glpat-", 20), ("xoxb-", 20), ("xoxp-", 20), ("AIza", 30), ("eyJ", 40),
        ("sk_live_", 16), ("rk_live_", 16), ("hf_", 30), ("npm_", 30),
    ];

    private static readonly string[] _words =
        ["password", "passwort", "kennwort", "passwd", "passcode", "mot de passe", "contraseña", "senha", "wachtwoord", "hasło", "lösenord", "пароль", "密码", "密碼", "パスワード", "비밀번호", "api key", "api_key", "apikey", "api-key"];

    private static readonly string[] _links = ["is", "ist", "lautet", "est", "es", "è", "é", "jest", "är", "是", "は"];

    private static readonly string[] _all = [.. _prefixes.Select(p => p.Prefix), .. _words, "-----BEGIN"];

    // Words of ASCII alone are searched for many times faster, and most texts are of ASCII alone.
    private static readonly SearchValues<string> _ascii = SearchValues.Create([.. _all.Where(w => Ascii.IsValid(w))], StringComparison.OrdinalIgnoreCase);
    private static readonly SearchValues<string> _any = SearchValues.Create(_all, StringComparison.OrdinalIgnoreCase);

    public static void Find(ReadOnlySpan<char> text, List<PersonalDatum> found)
    {
        var starts = Ascii.IsValid(text) ? _ascii : _any;
        for (var i = 0; i < text.Length;)
        {
            var next = text[i..].IndexOfAny(starts);
            if (next < 0)
            {
                return;
            }

            i += next;
            var (start, end) = At(text, i);
            if (end > start)
            {
                found.Add(new PersonalDatum(PersonalDataKind.Secret, start, end - start));
            }

            i = Math.Max(end, i + 1);
        }
    }

    private static (int Start, int End) At(ReadOnlySpan<char> text, int start)
    {
        var rest = text[start..];
        if (rest.StartsWith("-----BEGIN", StringComparison.Ordinal))
        {
            var close = rest.IndexOf("-----END", StringComparison.Ordinal);
            return close > 0 && rest[..40.Within(rest.Length)].Contains("PRIVATE KEY", StringComparison.Ordinal) ? (start, Math.Min(text.Length, start + close + EndOfLine(rest[close..]))) : default;
        }

        foreach (var (prefix, least) in _prefixes)
        {
            if (rest.StartsWith(prefix, StringComparison.Ordinal) && (start == 0 || !char.IsLetterOrDigit(text[start - 1])))
            {
                var length = TokenLength(rest);
                return length >= prefix.Length + least && rest[..length].ContainsAnyInRange('0', '9') ? (start, start + length) : default;
            }
        }

        foreach (var word in _words)
        {
            if (rest.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                return Password(text, start + word.Length);
            }
        }

        return default;
    }

    // "password: x" gives it away; "password is x" does where x looks like one.
    private static (int Start, int End) Password(ReadOnlySpan<char> text, int at)
    {
        var marked = false;
        at = SkipBlanks(text, at);
        if (at < text.Length && text[at] is ':' or '=' or '：')
        {
            marked = true;
            at = SkipBlanks(text, at + 1);
        }
        else
        {
            foreach (var link in _links)
            {
                if (text[at..].StartsWith(link, StringComparison.OrdinalIgnoreCase) && (at + link.Length < text.Length && !char.IsLetter(text[at + link.Length]) || link[0] > 0x2E80))
                {
                    marked = at + link.Length < text.Length && text[at + link.Length] is ':';
                    at = SkipBlanks(text, at + link.Length + (marked ? 1 : 0));
                    break;
                }
            }
        }

        at += at < text.Length && text[at] is '"' or '\'' or '`' or '“' ? 1 : 0;
        var end = at;
        while (end < text.Length && end - at < MostPassword && !char.IsWhiteSpace(text[end]) && text[end] is not ('"' or '`' or '”' or '，' or '。'))
        {
            end++;
        }

        while (end > at && text[end - 1] is '.' or ',' or ';' or '!' or '?' or ')' or '\'')
        {
            end--;
        }

        var token = text[at..end];
        // What was redacted before stays as it is.
        return token.Length >= LeastPassword && !token.StartsWith("[secret", StringComparison.Ordinal) && (marked || LooksSecret(token)) ? (at, end) : default;
    }

    private static bool LooksSecret(ReadOnlySpan<char> token)
    {
        var (letters, others) = (0, 0);
        foreach (var c in token)
        {
            letters += char.IsLetter(c) ? 1 : 0;
            others += char.IsAsciiDigit(c) || c is '!' or '@' or '#' or '$' or '%' or '^' or '&' or '*' or '_' ? 1 : 0;
        }

        return others > 0 && letters > 0;
    }

    private static int TokenLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] is '-' or '_' or '.'))
        {
            length++;
        }

        return length;
    }

    private static int SkipBlanks(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t')
        {
            at++;
        }

        return at;
    }

    private static int EndOfLine(ReadOnlySpan<char> text) => text.IndexOf('\n') is var end and >= 0 ? end : text.Length;

    private static int Within(this int length, int most) => Math.Min(length, most);
}
