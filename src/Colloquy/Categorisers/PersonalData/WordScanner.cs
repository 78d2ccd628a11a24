using System.Buffers;

namespace Colloquy.Categorisers.PersonalData;

/// <summary>Secrets that words introduce: passwords in prose, headers with keys, and private keys in PEM armour.</summary>
internal static class WordScanner
{
    private const int CharactersBetweenChecks = 1 << 16;
    private const string Armour = "-----BEGIN ";
    private const int MostArmourHeader = 64;
    private const int LeastKey = 16;

    private static readonly string[] _passwords =
    [
        "password", "passwort", "passwd", "passcode", "passphrase", "passord", "kennwort", "mot de passe", "contraseña", "contrasena",
        "senha", "wachtwoord", "haslo", "losenord", "adgangskode", "kodeord", "salasana", "heslo",
        "jelszó", "parolă", "sifrem", "kata sandi", "api key", "access key", "secret key", "login pin", "pwd",
    ];

    private static readonly string[] _tokens = ["token", "secret is"];

    private static readonly string[] _keyHeaders = ["bearer ", "authorization", "access_token$production$", "access_token$sandbox$"];

    // Searching for a few ASCII beginnings is many times faster than searching for all words.
    private static readonly SearchValues<string> _beginnings = SearchValues.Create(
        [
            "pass", "kennwort", "mot de pass", "contrase", "senha", "wachtwoord", "haslo", "losenord", "adgangskode", "kodeord",
            "salasana", "heslo", "jelsz", "parol", "sifrem", "kata sandi", "api key", "access key", "secret key",
            "login pin", "pwd ", "token ", "secret is ", "bearer ", "authorization", "access_token$", Armour,
        ],
        StringComparison.OrdinalIgnoreCase);

    // Words that are not ASCII, found by a letter that is rare in their language.
    private static readonly Dictionary<char, (string Word, int Offset)[]> _byLetter = ByLetter(
        ("hasło", 3), ("lösenord", 1), ("şifre", 0), ("mật khẩu", 1), ("пароль", 5), ("密码", 1), ("密碼", 1), ("口令", 1), ("パスワード", 3),
        ("비밀번호", 1), ("암호", 0), ("รหัสผ่าน", 4), ("كلمة المرور", 3), ("كلمة السر", 3),
        ("رمز عبور", 2), ("סיסמה", 0), ("κωδικός", 1), ("पासवर्ड", 3));

    private static readonly SearchValues<char> _letters = SearchValues.Create([.. _byLetter.Keys]);

    private static readonly string[] _links =
        ["is", "ist", "lautet", "est", "es", "è", "é", "jest", "är", "er", "on", "to", "was", "war", "era", "adalah", "là", "это", "是",
            "为", "は", "은", "는", "คือ", "هي", "هو", "है"];

    private static readonly SearchValues<char> _armoured =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n\\");

    private static readonly SearchValues<char> _armouredWithHeaders =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n\\ \t:,.-\"'>");

    public static void Find(ReadOnlySpan<char> text, bool isAscii, List<PersonalDatum> found, CancellationToken cancellationToken)
    {
        var check = CharactersBetweenChecks;
        for (var i = 0; i < text.Length;)
        {
            if (i >= check)
            {
                cancellationToken.ThrowIfCancellationRequested();
                check = i + CharactersBetweenChecks;
            }

            var next = text[i..].IndexOfAny(_beginnings);
            if (next < 0)
            {
                break;
            }

            i += next;
            var datum = At(text, i, out var width);
            if (datum is { } known)
            {
                found.Add(known);
            }

            i = Math.Max(datum?.End ?? 0, i + width);
        }

        if (!isAscii)
        {
            FindByLetters(text, found, cancellationToken);
        }
    }

    private static void FindByLetters(ReadOnlySpan<char> text, List<PersonalDatum> found, CancellationToken cancellationToken)
    {
        var check = CharactersBetweenChecks;
        for (var i = 0; i < text.Length; i++)
        {
            if (i >= check)
            {
                cancellationToken.ThrowIfCancellationRequested();
                check = i + CharactersBetweenChecks;
            }

            var next = text[i..].IndexOfAny(_letters);
            if (next < 0)
            {
                return;
            }

            i += next;
            foreach (var (word, offset) in _byLetter[text[i]])
            {
                if (offset <= i && text[(i - offset)..].StartsWith(word, StringComparison.OrdinalIgnoreCase)
                    && Password(text, i - offset + word.Length) is { } known)
                {
                    found.Add(known);
                }
            }
        }
    }

    /// <param name="width">Length of the word.</param>
    private static PersonalDatum? At(ReadOnlySpan<char> text, int start, out int width)
    {
        var rest = text[start..];
        width = 1;
        if (rest[0] == '-')
        {
            return ArmouredAt(text, start);
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

        foreach (var word in _tokens)
        {
            if (rest.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                width = word.Length;
                return Token(text, start + word.Length);
            }
        }

        return null;
    }

    // "the token is x"; a token after a colon is found by the colon.
    private static PersonalDatum? Token(ReadOnlySpan<char> text, int at)
    {
        at = SecretValue.SkipBlanks(text, at);
        at = text[at..].StartsWith("is ", StringComparison.OrdinalIgnoreCase) ? at + 3 : at;
        return SecretValue.At(text, at, SecretClass.Token, isKeyQuoted: false);
    }

    // "password: x" always counts; "password is x" and "password x" only if x looks like a password.
    private static PersonalDatum? Password(ReadOnlySpan<char> text, int wordEnd)
    {
        var at = SecretValue.SkipBlanks(text, wordEnd);
        if (SecretValue.TryMark(text, wordEnd, out var value))
        {
            return SecretValue.At(text, value, SecretValue.ClassBehind(text, value, SecretClass.Password), isKeyQuoted: false);
        }

        var linked = false;
        foreach (var link in _links)
        {
            if (text[at..].StartsWith(link, StringComparison.OrdinalIgnoreCase) && at + link.Length is var end && end < text.Length
                && (!char.IsLetter(text[end]) || link[0] > 0x0E00))
            {
                if (SecretValue.TryMark(text, end, out value))
                {
                    return SecretValue.At(text, value, SecretValue.ClassBehind(text, value, SecretClass.Password), isKeyQuoted: false);
                }

                (at, linked) = (SecretValue.SkipBlanks(text, end), true);
                break;
            }
        }

        return linked || at > wordEnd || (wordEnd < text.Length && text[wordEnd - 1] > 0x0E00)
            ? SecretValue.At(text, at, linked ? SecretClass.TellingPassword : SecretClass.BarePassword, isKeyQuoted: false) : null;
    }

    // A key without its end was cut off; what is left of it is just as secret.
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

    private static Dictionary<char, (string Word, int Offset)[]> ByLetter(params (string Word, int Offset)[] words) =>
        words.SelectMany(w => ((char[])[char.ToLowerInvariant(w.Word[w.Offset]),
            char.ToUpperInvariant(w.Word[w.Offset])]).Distinct().Select(c => (Letter: c, Word: w)))
            .GroupBy(w => w.Letter).ToDictionary(g => g.Key, g => g.Select(w => w.Word).ToArray());
}
