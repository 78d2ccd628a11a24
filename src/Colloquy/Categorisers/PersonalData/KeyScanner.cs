namespace Colloquy.Categorisers.PersonalData;

/// <summary>Access keys, in the forms that services publish so that leaked keys can be found.</summary>
internal static class KeyScanner
{
    private const int Shortest = 16;
    private const int LeastRun = 8;

    // Prefix, least length of the rest, and its alphabet.
    private static readonly KeyForm[][] _byFirst = ByFirst(
        // Clouds and hosting.
        new("AKIA", 16, 'U'), new("ASIA", 16, 'U'), new("ABIA", 16, 'U'), new("ACCA", 16, 'U'), new("AIza", 30), new("ya29.", 20),
        new("GOCSPX-", 20), new("LTAI", 16, 'A'), new("AKID", 28, 'A'), new("dop_v1_", 40, 'X'), new("doo_v1_", 40, 'X'),
        new("dor_v1_", 40, 'X'),
        new("HRKU-", 30), new("nfp_", 30, 'A'), new("nfc_", 30, 'A'), new("vcp_", 24, 'A'), new("vck_", 24, 'A'), new("vci_", 24, 'A'),
        new("vercel_", 24, 'A'), new("cfut_", 30), new("cfat_", 30), new("v1.0-", 100), new("fm2_", 40), new("fo1_", 40),
        new("rnd_", 20, 'A'), new("tskey-", 20), new("ops_eyJ", 40),
        new("pul-", 40, 'X'), new("hvs.", 20), new("hvb.", 20), new("hvr.", 20), new("AGE-SECRET-KEY-1", 50, 'A'), new("dp.pt.", 30, 'A'),
        new("dp.st.", 30), new("dp.ct.", 30, 'A'), new("dp.sa.", 30, 'A'), new("dp.scim.", 30, 'A'), new("SCW", 17, 'U'),
        // Code and packages.
        new("ghp_", 30, 'A'), new("gho_", 30, 'A'), new("ghu_", 30, 'A'), new("ghs_", 30), new("ghr_", 30, 'A'), new("github_pat_", 30),
        new("glpat-", 20), new("gldt-", 20), new("glrt-", 20), new("glcbt-", 20), new("glptt-", 20), new("glft-", 20), new("glimt-", 20),
        new("glagent-", 20), new("gloas-", 20), new("glsoat-", 20),
        new("ATBB", 28, 'A'), new("ATATT3x", 30), new("ATCTT3x", 30), new("npm_", 30, 'A'), new("pypi-", 40), new("rubygems_", 40, 'X'),
        new("dckr_pat_", 20), new("dckr_oat_", 20), new("CLOJARS_", 50, 'A'), new("CCIPAT_", 30), new("CCIPRJ_", 30),
        new("bkua_", 30, 'X'), new("PMAK-", 30), new("sgp_", 30), new("snyk_", 20),
        // Data, logs, observability.
        new("dapi", 32, 'X'), new("NRAK-", 20, 'A'), new("NRAA-", 20, 'A'), new("NRII-", 20), new("NRJS-", 15, 'A'),
        new("NRRA-", 30, 'A'), new("sntrys_", 30), new("sntryu_", 30), new("glsa_", 30), new("glc_", 30), new("pscale_tkn_", 30),
        new("pscale_pw_", 30), new("pscale_oauth_", 30), new("sbp_", 32, 'X'), new("sb_secret_", 20), new("pcsk_", 30),
        new("ddp_", 30, 'A'), new("phx_", 30, 'A'), new("hf_", 30, 'A'), new("api_org_", 30, 'A'),
        // Language models.
        new("sk-", 20, 'K'), new("sess-", 30, 'A'), new("r8_", 30, 'A'), new("gsk_", 30, 'A'), new("pplx-", 30, 'A'),
        new("xai-", 40, 'A'), new("fw_", 20, 'A'), new("tgp_v1_", 30), new("lsv2_pt_", 30), new("lsv2_sk_", 30), new("tvly-", 24),
        new("e2b_", 32, 'X'), new("app-", 24, 'M'), new("dataset-", 24, 'M'), new("pk-lf-", 30), new("jina_", 40), new("nvapi-", 40),
        new("sk_", 40, 'X'),
        // Mail and chat.
        new("SG.", 30), new("key-", 32, 'X'), new("xkeysib-", 60), new("xsmtpsib-", 60), new("re_", 24), new("mlsn.", 40, 'A'),
        new("xoxb-", 20), new("xoxp-", 20), new("xoxa-", 20), new("xoxr-", 20), new("xoxs-", 20), new("xoxe-", 20), new("xoxe.", 20),
        new("xapp-", 20), new("SK", 32, 'X'), new("EAA", 60, 'A'),
        // Shops and payments.
        new("sk_live_", 16, 'A'), new("sk_test_", 16, 'A'), new("rk_live_", 16, 'A'), new("rk_test_", 16, 'A'), new("whsec_", 24),
        new("shpat_", 32, 'X'), new("shpca_", 32, 'X'), new("shppa_", 32, 'X'), new("shpss_", 32, 'X'), new("sq0atp-", 20),
        new("sq0csp-", 40), new("EAAA", 50), new("rzp_live_", 14, 'A'), new("rzp_test_", 14, 'A'), new("FLWSECK", 30),
        new("EZAK", 54, 'A'), new("EZTK", 54, 'A'), new("shippo_live_", 30, 'X'), new("shippo_test_", 30, 'X'), new("duffel_live_", 40),
        new("duffel_test_", 40), new("access-production-", 30), new("access-sandbox-", 30),
        // Office and productivity.
        new("lin_api_", 30, 'A'), new("lin_oauth_", 30, 'A'), new("secret_", 40, 'A'), new("ntn_", 40, 'A'), new("figd_", 30),
        new("figo_", 30), new("figu_", 30), new("sl.", 60), new("pat-na1-", 30), new("pat-eu1-", 30), new("oauth:", 30, 'A'),
        new("CFPAT-", 40), new("tfp_", 40), new("fio-u-", 60), new("aio_", 28, 'A'), new("rdme_", 60, 'A'), new("y0_", 50),
        new("AQVN", 30), new("eyJ", 40));

    /// <param name="text">A folded text.</param>
    /// <param name="digit">Index of a digit.</param>
    /// <param name="end">End of the last token that was checked; digits before it are skipped.</param>
    public static PersonalDatum? At(ReadOnlySpan<char> text, int digit, ref int end)
    {
        if (digit < end)
        {
            return null;
        }

        var start = digit;
        while (start > end && IsOfToken(text[start - 1]))
        {
            start--;
        }

        end = digit + 1;
        while (end < text.Length && IsOfToken(text[end]))
        {
            end++;
        }

        var token = text[start..end].TrimEnd(".-");
        while (token.Length > 0 && token[0] is '.' or '-' or '~')
        {
            token = token[1..];
            start++;
        }

        return token.Length >= Shortest && IsKey(text, start, token, out var length)
            ? new PersonalDatum(PersonalDataKind.Secret, start, length) : null;
    }

    /// <summary>Keys that contain a colon: those of Telegram and Firebase.</summary>
    public static PersonalDatum? ColonAt(ReadOnlySpan<char> text, int colon)
    {
        var start = colon;
        while (start > 0 && colon - start < 12 && IsOfToken(text[start - 1]))
        {
            start--;
        }

        var name = text[start..colon];
        var rest = text[(colon + 1)..Math.Min(text.Length, colon + 300)];
        var length = 0;
        while (length < rest.Length && (char.IsAsciiLetterOrDigit(rest[length]) || rest[length] is '-' or '_'))
        {
            length++;
        }

        var isKey = name.Length is >= 8 and <= 10 ? !name.ContainsAnyExceptInRange('0', '9') && length == 35
            && rest.StartsWith("AA", StringComparison.Ordinal)
            : name.Length == 11 && name.StartsWith("AAAA", StringComparison.Ordinal) && length > 100
                && rest.StartsWith("APA91b", StringComparison.Ordinal);
        return isKey ? new PersonalDatum(PersonalDataKind.Secret, start, colon + 1 + length - start) : null;
    }

    private static bool IsKey(ReadOnlySpan<char> text, int start, ReadOnlySpan<char> token, out int length)
    {
        length = token.Length;
        if (token[0] < 128 && _byFirst[token[0]] is { } forms)
        {
            foreach (var form in forms)
            {
                if (token.StartsWith(form.Prefix, StringComparison.Ordinal)
                    && form.Length(token[form.Prefix.Length..]) is >= 0 and var more)
                {
                    length = form.Prefix.Length + more;
                    return !SecretValue.IsPlaceholder(token[form.Prefix.Length..]);
                }
            }
        }

        return IsMailchimp(token) || IsDiscord(token) || (token.Length is >= 37 and <= 44 && token[4..6] is "Q~")
            || (token.Contains(".atlasv1.", StringComparison.Ordinal) && token.Length > 60)
            || (token.Length >= 30 && start > 8 && text[..start].EndsWith("oauth:", StringComparison.Ordinal) && IsLettersAndDigits(token));
    }

    // 32 hexadecimal digits and the name of a data centre.
    private static bool IsMailchimp(ReadOnlySpan<char> token) =>
        token.Length is 36 or 37 && token[32..].StartsWith("-us", StringComparison.Ordinal) && char.IsAsciiDigit(token[35])
            && AreHex(token[..32]);

    private static bool IsDiscord(ReadOnlySpan<char> token)
    {
        if (token.Length is < 59 or > 84 || token[0] is not ('M' or 'N' or 'O'))
        {
            return false;
        }

        var first = token.IndexOf('.');
        return first is >= 23 and <= 28 && token[(first + 1)..].IndexOf('.') == 6 && token.Length - first - 8 >= 27
            && token[(first + 8)..].IndexOf('.') < 0;
    }

    private static bool IsOfToken(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '~';

    private static bool AreHex(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigit(c))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsLettersAndDigits(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                return false;
            }
        }

        return true;
    }

    private static KeyForm[][] ByFirst(params KeyForm[] forms)
    {
        var byFirst = new KeyForm[128][];
        foreach (var group in forms.GroupBy(f => f.Prefix[0]))
        {
            byFirst[group.Key] = [.. group.OrderByDescending(f => f.Prefix.Length)];
        }

        return byFirst;
    }

    /// <param name="Prefix">How keys begin.</param>
    /// <param name="Least">Least number of characters after the prefix.</param>
    /// <param name="Alphabet">
    /// <c>A</c>: letters and digits. <c>M</c>: the same, with both capital and small letters. <c>U</c>: capitals and digits. <c>X</c>:
    /// hexadecimal digits. <c>T</c>: letters, digits and special characters. <c>K</c>: the same with a longer run of letters and digits.
    /// </param>
    private sealed record KeyForm(string Prefix, int Least, char Alphabet = 'T')
    {
        /// <returns>Length of the key without its prefix; negative if no key begins here.</returns>
        public int Length(ReadOnlySpan<char> rest)
        {
            var length = 0;
            while (length < rest.Length && IsOfAlphabet(rest[length]))
            {
                length++;
            }

            if (length < Least || (Alphabet is not ('T' or 'K') && length < rest.Length
                && (char.IsAsciiLetterOrDigit(rest[length]) || rest[length] == '_')))
            {
                return -1;
            }

            var key = rest[..length];
            return key.ContainsAnyInRange('0', '9')
                && (Alphabet is not ('T' or 'K') || LongestRun(key) >= (Alphabet == 'K' ? 2 * LeastRun : LeastRun))
                && (Alphabet != 'M' || (key.ContainsAnyInRange('a', 'z') && key.ContainsAnyInRange('A', 'Z'))) ? length : -1;
        }

        private bool IsOfAlphabet(char c) => Alphabet switch
        {
            'X' => char.IsAsciiHexDigit(c),
            'U' => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c),
            'A' or 'M' => char.IsAsciiLetterOrDigit(c),
            _ => true,
        };

        private static int LongestRun(ReadOnlySpan<char> key)
        {
            var (longest, run) = (0, 0);
            foreach (var c in key)
            {
                run = char.IsAsciiLetterOrDigit(c) ? run + 1 : 0;
                longest = Math.Max(longest, run);
            }

            return longest;
        }
    }
}
