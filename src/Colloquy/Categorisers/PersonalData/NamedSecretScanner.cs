namespace Colloquy.Categorisers.PersonalData;

/// <summary>Values whose name says that they are secret: <c>"password":"x"</c>, <c>DB_PWD=x</c>, <c>x-api-key: x</c>.</summary>
internal static class NamedSecretScanner
{
    private const int MostName = 48;

    // Names are compared by their ends, in lower case and without punctuation.
    private static readonly string[] _passwords = ["password", "passwort", "passwd", "passphrase", "passcode", "pwd", "kennwort",
        "motdepasse", "senha", "wachtwoord", "contrasena", "userpass", "dbpass", "pswd"];

    private static readonly string[] _keys =
    [
        "secret", "apikey", "appkey", "accesskey", "secretkey", "privatekey", "authkey", "accountkey", "sharedaccesskey", "masterkey",
        "encryptionkey", "signingkey", "consumerkey", "sessionkey", "servicekey", "subscriptionkey",
        "clientkey", "credential", "credentials", "apisecret", "connectionstring",
    ];

    private static readonly string[] _tokens = ["token", "jwt", "openaikey", "sig", "webhookurl"];

    /// <param name="text">A folded text.</param>
    /// <param name="mark">Index of a colon or an equals sign.</param>
    public static PersonalDatum? At(ReadOnlySpan<char> text, int mark)
    {
        var end = mark;
        var (quoted, skipped) = (false, 0);
        while (end > 0 && skipped < 6 && text[end - 1] is ' ' or '"' or '\'' or '`' or '*' or '\\' or ']')
        {
            quoted |= text[end - 1] is '"' or '\'';
            end--;
            skipped++;
        }

        var start = end;
        while (start > 0 && end - start < MostName && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '-' or '.'))
        {
            start--;
        }

        if (end - start < 2 || (text[mark] == '=' && IsMask(text, start, end)))
        {
            return null;
        }

        var kind = ClassOf(text[start..end]);
        if (kind == SecretClass.None)
        {
            return null;
        }

        var value = mark + 1;
        value += value < text.Length && text[value] is '=' or '>' ? 1 : 0;
        var isParameter = text[mark] == '=';

        // pwd=/home/me
        return text[start..end].EndsWith("pwd", StringComparison.OrdinalIgnoreCase) && value < text.Length && text[value] is '/' or '~'
            ? null : SecretValue.At(text, value, SecretValue.ClassBehind(text, value, kind), quoted, isParameter);
    }

    // [secret] stands for a value that was masked, and does not name what is behind an equals sign. Before a colon it may be the end of a
    // name in JSON.
    private static bool IsMask(ReadOnlySpan<char> text, int start, int end) =>
        start > 0 && text[start - 1] == '[' && end < text.Length && text[end] == ']' && text[start..end] is "secret";

    /// <summary>How likely a value with this name is a secret.</summary>
    public static SecretClass ClassOf(ReadOnlySpan<char> name)
    {
        Span<char> compact = stackalloc char[MostName];
        var length = 0;
        foreach (var c in name.Length > MostName ? name[^MostName..] : name)
        {
            if (char.IsLetterOrDigit(c))
            {
                compact[length++] = char.ToLowerInvariant(c);
            }
        }

        var letters = compact[..length];
        return EndsWithAny(letters, _passwords) || letters is "pass" or "pw"
            || name.EndsWith("_pw", StringComparison.OrdinalIgnoreCase) || name.EndsWith("_pass", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("-pass", StringComparison.OrdinalIgnoreCase) ? SecretClass.Password
            : EndsWithAny(letters, _keys) ? SecretClass.Key
            : EndsWithAny(letters, _tokens) ? SecretClass.Token
            : SecretClass.None;
    }

    private static bool EndsWithAny(ReadOnlySpan<char> name, string[] ends)
    {
        foreach (var end in ends)
        {
            if (name.EndsWith(end, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
