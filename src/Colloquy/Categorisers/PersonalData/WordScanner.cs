using System.Buffers;
using System.Text;

namespace Colloquy.Categorisers.PersonalData;

/// <summary>What words give away: passwords in prose, headers with keys, private keys in armour, and addresses with <c>[at]</c>.</summary>
internal static class WordScanner
{
    private const int CharactersBetweenChecks = 1 << 16;
    private const string Armour = "-----BEGIN ";
    private const int MostArmourHeader = 64;
    private const int LeastKey = 16;

    private static readonly string[] _passwords =
    [
        "password", "passwort", "kennwort", "passwd", "passcode", "passphrase", "mot de passe", "contraseña", "contrasena", "senha", "wachtwoord", "hasło", "haslo", "lösenord", "losenord", "adgangskode", "kodeord",
        "passord", "salasana", "heslo", "jelszó", "parolă", "şifre", "sifrem", "kata sandi", "mật khẩu", "пароль", "密码", "密碼", "口令", "パスワード", "비밀번호", "암호", "รหัสผ่าน", "كلمة المرور", "كلمة السر", "رمز عبور", "סיסמה",
        "κωδικός", "पासवर्ड", "api key", "access key", "secret key", "login pin",
    ];

    private static readonly string[] _keyHeaders = ["bearer ", "authorization", "access_token$production$", "access_token$sandbox$"];

    private static readonly string[] _ats = ["[at]", "(at)", "{at}", "[ at ]", "( at )", "[arroba]", "(arroba)", "[ät]", "(ät)", "[@]", "(@)", "[chiocciola]", "(chiocciola)", "[arobase]", "(arobase)"];

    private static readonly string[] _links =
        ["is", "ist", "lautet", "est", "es", "è", "é", "jest", "är", "er", "on", "to", "was", "war", "era", "adalah", "là", "это", "是", "为", "は", "은", "는", "คือ", "هي", "هو", "है"];

    private static readonly string[] _all = [.. _passwords, .. _keyHeaders, .. _ats, Armour];

    // Words of ASCII alone are searched for many times faster, and most texts are of ASCII alone.
    private static readonly SearchValues<string> _ascii = SearchValues.Create([.. _all.Where(w => Ascii.IsValid(w))], StringComparison.OrdinalIgnoreCase);
    private static readonly SearchValues<string> _any = SearchValues.Create(_all, StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> _armoured = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n\\");
    private static readonly SearchValues<char> _armouredWithHeaders = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n\\ \t:,.-\"'>");

    public static void Find(ReadOnlySpan<char> text, List<PersonalDatum> found, CancellationToken cancellationToken)
    {
        var words = Ascii.IsValid(text) ? _ascii : _any;
        var check = CharactersBetweenChecks;
        for (var i = 0; i < text.Length;)
        {
            if (i >= check)
            {
                cancellationToken.ThrowIfCancellationRequested();
                check = i + CharactersBetweenChecks;
            }

            var next = text[i..].IndexOfAny(words);
            if (next < 0)
            {
                return;
            }

            i += next;
            var datum = At(text, i, out var width);
            if (datum is { } known)
            {
                found.Add(known);
            }

            i = Math.Max(datum?.End ?? 0, i + width);
        }
    }

    /// <param name="width">Of the word.</param>
    private static PersonalDatum? At(ReadOnlySpan<char> text, int start, out int width)
    {
        var rest = text[start..];
        width = 1;
        switch (rest[0])
        {
            case '-':
                return ArmouredAt(text, start);
            case '[' or '(' or '{':
                foreach (var at in _ats)
                {
                    if (rest.StartsWith(at, StringComparison.OrdinalIgnoreCase))
                    {
                        return EmailScanner.Spelt(text, start, at.Length);
                    }
                }

                return null;
        }

        foreach (var header in _keyHeaders)
        {
            if (rest.StartsWith(header, StringComparison.OrdinalIgnoreCase))
            {
                width = header.Length;
                return SecretValue.InHeader(text, start + header.Length, isScheme: header[^1] is ' ' or '$');
            }
        }

        foreach (var word in _passwords)
        {
            if (rest.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                width = word.Length;
                return Password(text, start + word.Length);
            }
        }

        return null;
    }

    // "password: x" gives it away; "password is x" does where x looks like one, and so does "password x".
    private static PersonalDatum? Password(ReadOnlySpan<char> text, int wordEnd)
    {
        var at = SecretValue.SkipBlanks(text, wordEnd);
        if (SecretValue.TryMark(text, wordEnd, out var value))
        {
            return SecretValue.At(text, value, SecretClass.Password, isKeyQuoted: false);
        }

        var linked = false;
        foreach (var link in _links)
        {
            if (text[at..].StartsWith(link, StringComparison.OrdinalIgnoreCase) && at + link.Length is var end && end < text.Length && (!char.IsLetter(text[end]) || link[0] > 0x0E00))
            {
                if (SecretValue.TryMark(text, end, out value))
                {
                    return SecretValue.At(text, value, SecretClass.Password, isKeyQuoted: false);
                }

                (at, linked) = (SecretValue.SkipBlanks(text, end), true);
                break;
            }
        }

        return linked || at > wordEnd || (wordEnd < text.Length && text[wordEnd - 1] > 0x0E00) ? SecretValue.At(text, at, linked ? SecretClass.TellingPassword : SecretClass.BarePassword, isKeyQuoted: false) : null;
    }

    // A key whose end is missing was cut: what is there of it is as secret.
    private static PersonalDatum? ArmouredAt(ReadOnlySpan<char> text, int start)
    {
        var rest = text[(start + Armour.Length)..];
        var headerEnd = rest[..Math.Min(rest.Length, MostArmourHeader)].IndexOf("-----");
        if (headerEnd < 0 || !rest[..headerEnd].Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            return null;
        }

        var bodyStart = start + Armour.Length + headerEnd + 5;
        var body = text[bodyStart..];
        var dashes = body.IndexOf("-----");
        if (dashes >= 0 && body[dashes..].StartsWith("-----END ") && !body[..dashes].ContainsAnyExcept(_armouredWithHeaders))
        {
            var tail = body[(dashes + 9)..];
            var close = tail[..Math.Min(tail.Length, MostArmourHeader)].IndexOf("-----");
            return new PersonalDatum(PersonalDataKind.Secret, start, bodyStart + dashes + (close < 0 ? 8 : 9 + close + 5) - start);
        }

        var cut = body.IndexOfAnyExcept(_armoured);
        cut = cut < 0 ? body.Length : cut;
        return cut < LeastKey ? null : new PersonalDatum(PersonalDataKind.Secret, start, bodyStart + cut - start);
    }
}
