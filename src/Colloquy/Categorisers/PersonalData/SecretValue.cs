using System.Buffers;

namespace Colloquy.Categorisers.PersonalData;

/// <summary>How likely the value after a name is a secret, judged by that name.</summary>
internal enum SecretClass
{
    /// <summary>Not a secret.</summary>
    None,

    /// <summary>A password after a colon or an equals sign: any value except a placeholder.</summary>
    Password,

    /// <summary><c>password is …</c>: a value with digits or special characters.</summary>
    TellingPassword,

    /// <summary><c>password …</c>: a longer value that also has letters.</summary>
    BarePassword,

    /// <summary>A key, if the name says so: at least ten characters, with letters and digits.</summary>
    Key,

    /// <summary>A token, a word that also means a piece of text: at least sixteen characters, with letters and digits.</summary>
    Token,
}

/// <summary>
/// Values after a name that says they are secret, except placeholders such as <c>YOUR_API_KEY</c>, <c>${TOKEN}</c> and <c>null</c>.
/// </summary>
internal static class SecretValue
{
    private const int LeastPassword = 4;
    private const int LeastBare = 6;
    private const int LeastDigits = 6;
    private const int LeastKey = 10;
    private const int LeastToken = 16;
    private const int MostLength = 512;
    private const char NoBlanks = '\u2E80';

    private static readonly SearchValues<char> _keyCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+/=.~:!@#%^*");

    private static readonly SearchValues<char> _ends = SearchValues.Create(" \t\r\n\"`”“，。；！？、」』<>");

    private static readonly SearchValues<string> _stands = SearchValues.Create(
        ["placeholder", "your", "xxxx", "****", "••••", "changeme", "change_me", "change-me", "replace", "insert", "_here", "-here",
            "environ", "process.env", "getenv", "secrets.", "vault.", "<", "dummy", "...", "…", "example_key", "redacted"],
            StringComparison.OrdinalIgnoreCase);

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _states = new HashSet<string>(
        [
            "null", "none", "nil", "true", "false", "undefined", "string", "str", "text", "required", "optional", "empty", "hidden",
            "masked", "wrong", "incorrect", "invalid", "forgotten", "expired", "missing", "unknown", "default",
            "password", "passwort", "passwd", "pass", "secret", "token", "value", "type", "varchar", "char", "bool", "boolean", "object",
            "n/a", "todo", "tbd", "test", "yes", "no", "enabled", "disabled", "encrypted", "hashed", "bearer", "basic", "self", "user",
            "username", "login",
        ],
        StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Finds a colon or an equals sign after a name, skipping its closing quote and blanks.</summary>
    public static bool TryMark(ReadOnlySpan<char> text, int at, out int value)
    {
        value = at;
        if (value < text.Length && text[value] is '"' or '\'' or '`' or '*')
        {
            value++;
        }

        value = SkipBlanks(text, value);
        if (value >= text.Length || text[value] is not (':' or '='))
        {
            return false;
        }

        value++;
        value += value < text.Length && text[value] is '=' or '>' ? 1 : 0;
        return true;
    }

    /// <summary>A double equals sign may be a comparison with a variable, so the value must look like a secret.</summary>
    public static SecretClass ClassBehind(ReadOnlySpan<char> text, int value, SecretClass kind) =>
        kind == SecretClass.Password && value > 1 && text[value - 1] == '=' && text[value - 2] == '=' ? SecretClass.TellingPassword : kind;

    /// <summary>The value that begins here, after blanks and a quote, if it is a secret.</summary>
    public static PersonalDatum? At(ReadOnlySpan<char> text, int at, SecretClass kind, bool isKeyQuoted, bool isParameter = false)
    {
        at = SkipBlanks(text, at);
        while (at < text.Length && text[at] is '*' or '\\')
        {
            at++;
        }

        at = SkipBlanks(text, at);
        var quote = at < text.Length && text[at] is '"' or '\'' or '`' or '“' or '«' or '「' ? text[at++] : '\0';
        var end = quote == '\0' ? EndOfBare(text, at, isParameter) : EndOfQuoted(text, at, quote, out quote);
        var value = text[at..end];
        return value.Length > 0 && IsSecret(value, kind, isQuoted: quote != '\0' && isKeyQuoted, isProse: quote == '\0'
            && IsProse(text, value, end)) ? new PersonalDatum(PersonalDataKind.Secret, at, end - at) : null;
    }

    /// <summary>Whether a complete value, which has a name of its own, is a secret.</summary>
    public static bool IsWhole(ReadOnlySpan<char> value, SecretClass kind) => kind != SecretClass.None
        && IsSecret(value, kind, isQuoted: true, isProse: false);

    /// <summary>The credentials after <c>Authorization: Bearer</c> or a similar scheme.</summary>
    /// <param name="isScheme">Whether the scheme has already been read.</param>
    public static PersonalDatum? InHeader(ReadOnlySpan<char> text, int at, bool isScheme)
    {
        if (!isScheme)
        {
            if (!TryMark(text, at, out at))
            {
                return null;
            }

            at = SkipBlanks(text, at);
            at += at < text.Length && text[at] is '"' or '\'' ? 1 : 0;
            var scheme = at;
            while (at < text.Length && at - scheme < 20 && char.IsAsciiLetter(text[at]))
            {
                at++;
            }

            at = at < text.Length && text[at] == ' ' ? at + 1 : scheme;
        }

        var end = at;
        while (end < text.Length && end - at < 4 * MostLength
            && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '-' or '_' or '.' or '~' or '+' or '/' or '=' or '$' or ':'))
        {
            end++;
        }

        while (end > at && text[end - 1] is '.' or ':')
        {
            end--;
        }

        var token = text[at..end];
        return token.Length >= LeastKey && HasLettersAndDigits(token) && !IsPlaceholder(token)
            ? new PersonalDatum(PersonalDataKind.Secret, at, end - at) : null;
    }

    public static int SkipBlanks(ReadOnlySpan<char> text, int at)
    {
        for (var most = at + 8; at < text.Length && at < most && text[at] is ' ' or '\t';)
        {
            at++;
        }

        return at;
    }

    public static bool IsPlaceholder(ReadOnlySpan<char> value) =>
        value.ContainsAny(_stands) || _states.Contains(value) || (value.Length > 2 && value.IndexOfAnyExcept(value[0]) < 0)
        || (value[0] is '$' or '%' && value.Length > 1 && (value[1] is '{' or '(' || IsUpperName(value[1..].TrimEnd('%'))))
        || value[0] is '{' or '[' or '(' || value.StartsWith("my_", StringComparison.OrdinalIgnoreCase)
            || value.StartsWith("my-", StringComparison.OrdinalIgnoreCase);

    private static bool IsSecret(ReadOnlySpan<char> value, SecretClass kind, bool isQuoted, bool isProse)
    {
        if (value.IsEmpty || IsPlaceholder(value))
        {
            return false;
        }

        return kind switch
        {
            SecretClass.Password => (value.Length >= LeastPassword || isQuoted) && !isProse && !IsCode(value, isQuoted)
                && (!value.Contains(' ') || IsPassphrase(value)),
            SecretClass.TellingPassword => value.Length >= LeastPassword && LooksSecret(value),
            SecretClass.BarePassword => value.Length >= LeastBare && HasLettersAndDigits(value) && value.IndexOfAny('-', '@', '.') < 0
                && char.IsLetter(value[0]),
            SecretClass.Key => value.Length >= LeastKey && IsKey(value),
            SecretClass.Token => value.Length >= LeastToken && IsKey(value),
            _ => false,
        };
    }

    private static int EndOfBare(ReadOnlySpan<char> text, int at, bool isParameter)
    {
        var reach = text.Slice(at, Math.Min(MostLength, text.Length - at));
        var length = reach.IndexOfAny(_ends);
        length = length < 0 ? reach.Length : length;
        if (isParameter && reach[..length].IndexOfAny('&', ';') is >= 0 and var next)
        {
            length = next;
        }

        // If no blank ends a value, a letter of another script does.
        if (length > 0 && reach[0] < NoBlanks && reach[..length].IndexOfAnyInRange(NoBlanks, '\uFEFF') is >= 0 and var other)
        {
            length = other;
        }

        while (length > 0 && (reach[length - 1] is '.' or ',' or ';' or ')' or '\'' or '}' or ']' or '*' or '\\'
            || (!isParameter && reach[length - 1] is '!' or '?')))
        {
            length--;
        }

        return at + length;
    }

    private static int EndOfQuoted(ReadOnlySpan<char> text, int at, char open, out char quote)
    {
        var close = open switch { '“' => '”', '«' => '»', '「' => '」', _ => open };
        var reach = text.Slice(at, Math.Min(MostLength, text.Length - at));
        var length = reach.IndexOf(close);
        var line = reach.IndexOf('\n');
        if (length < 0 || (line >= 0 && line < length))
        {
            quote = '\0';
            return EndOfBare(text, at, false);
        }

        quote = open;
        return at + length - (length > 0 && reach[length - 1] == '\\' ? 1 : 0);
    }

    // password: please help me, password: 8-16 characters.
    private static bool IsProse(ReadOnlySpan<char> text, ReadOnlySpan<char> value, int end)
    {
        if (end + 1 >= text.Length || text[end] != ' ' || !char.IsLetterOrDigit(text[end + 1]))
        {
            return false;
        }

        var (letters, digits) = (0, 0);
        foreach (var c in value)
        {
            letters += char.IsLetter(c) && (char.IsLower(c) || c == value[0]) ? 1 : 0;
            digits += char.IsAsciiDigit(c) || c == '-' ? 1 : 0;
        }

        return letters == value.Length || (digits == value.Length && digits < LeastDigits);
    }

    // password = form.password, password: /home/me.
    private static bool IsCode(ReadOnlySpan<char> value, bool isQuoted) =>
        !isQuoted && (value.Contains('(') || (value.IndexOfAny(".[/\\") >= 0 && !value.ContainsAnyInRange('0', '9')));

    // Several words are one passphrase if none of them speaks of passwords.
    private static bool IsPassphrase(ReadOnlySpan<char> value) => value.Length <= 64
        && !value.Contains("pass", StringComparison.OrdinalIgnoreCase) && value.ContainsAnyInRange('0', '9');

    private static bool IsKey(ReadOnlySpan<char> value) => !value.ContainsAnyExcept(_keyCharacters) && HasLettersAndDigits(value)
        && !value.StartsWith("http", StringComparison.OrdinalIgnoreCase);

    private static bool HasLettersAndDigits(ReadOnlySpan<char> value) => value.ContainsAnyInRange('0', '9')
        && value.IndexOfAnyInRange('A', 'z') >= 0;

    private static bool LooksSecret(ReadOnlySpan<char> token)
    {
        var (letters, digits, signs) = (0, 0, 0);
        foreach (var c in token)
        {
            letters += char.IsLetter(c) ? 1 : 0;
            digits += char.IsAsciiDigit(c) ? 1 : 0;
            signs += c is '!' or '@' or '#' or '$' or '%' or '^' or '&' or '*' or '_' ? 1 : 0;
        }

        return letters > 0 ? digits + signs > 0 : digits >= LeastDigits && digits == token.Length;
    }

    private static bool IsUpperName(ReadOnlySpan<char> value)
    {
        foreach (var c in value)
        {
            if (!char.IsAsciiLetterUpper(c) && c != '_')
            {
                return false;
            }
        }

        return true;
    }
}
