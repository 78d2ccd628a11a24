using Colloquy.Categorisers.PersonalData;

namespace Colloquy.Tests.Categorisers.PersonalData;

/// <summary>Keys of services are known by the forms that these publish.</summary>
public sealed class KeyScannerTests
{
    private const string Hex = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string Mixed = "aB3dE6gH9jK2mN5pQ8sTu1Vw4Xy7Za0Bc3De6Fg9Hi2Jk5Lm8No1Pq4Rs7Tu0Vw3Xy6Za9Bc2De5Fg8Hi1Jk4Lm7No0Pq3Rs6Tu9Vw2";
    private const string Upper = "A1B2C3D4E5F6G7H8J9K0L1M2N3P4Q5R6S7T8U9V0W1X2Y3Z4A5B6C7D8E9F0G1";

    // The forms are joined here, so that no scanner takes these for leaked keys.
    public static TheoryData<string> Keys =>
    [
        "AKIA" + Upper[..16], "ASIA" + Upper[..16], "AIza" + Mixed[..35], "ya29." + Mixed[..60], "GOCSPX-" + Mixed[..28], "abc8Q~" + Mixed[..34], "LTAI" + Mixed[..20],
        "ghp_" + Mixed[..36], "gho_" + Mixed[..36], "ghu_" + Mixed[..36], "ghs_" + Mixed[..36], "ghr_" + Mixed[..36], "github_pat_" + Mixed[..22] + "_" + Mixed[..59], "glpat-" + Mixed[..20], "glrt-" + Mixed[..20],
        "xoxb-" + "123456789012-1234567890123-" + Mixed[..24], "xoxp-" + "123456789012-" + Mixed[..32], "xapp-" + "1-A012-123-" + Hex, "sk_live_" + Mixed[..24], "rk_live_" + Mixed[..24], "whsec_" + Mixed[..32],
        "SK" + Hex[..32], "SG." + Mixed[..22] + "." + Mixed[..43], "key-" + Hex[..32], Hex[..32] + "-us12", "shpat_" + Hex[..32], "sq0atp-" + Mixed[..22], "sq0csp-" + Mixed[..43],
        "access_token$" + "production$" + "0123456789abcdef$" + Hex[..32], "sk-" + Mixed[..48], "sk-proj-" + Mixed[..60], "sk-ant-" + "api03-" + Mixed[..80], "hf_" + Mixed[..34], "r8_" + Mixed[..37], "gsk_" + Mixed[..52],
        "pplx-" + Mixed[..48], "xai-" + Mixed[..80], "npm_" + Mixed[..36], "pypi-" + "AgEIcHlwaS5vcmc" + Mixed[..60], "rubygems_" + Hex[..48], "dckr_pat_" + Mixed[..27], "dop_v1_" + Hex, "HRKU-" + Mixed[..60], "nfp_" + Mixed[..36],
        "dapi" + Hex[..32], "NRAK-" + Upper[..27], "sntrys_" + Mixed[..60], "glsa_" + Mixed[..32] + "_01234567", "lin_api_" + Mixed[..40], "secret_" + Mixed[..43], "ntn_" + Mixed[..46], "ATATT3x" + Mixed[..60], "figd_" + Mixed[..40],
        "123456789:" + "AA" + Mixed[..33], "M" + Mixed[..25] + ".GabcdX." + Mixed[..38], "app-" + Mixed[..24], "dataset-" + Mixed[..24], "EAA" + Mixed[..100], "sl." + Mixed[..80], "pscale_tkn_" + Mixed[..43],
        "sbp_" + Hex[..40], "dp.pt." + Mixed[..43], "hvs." + Mixed[..60], "AGE-SECRET-KEY-1" + Upper[..58], "tskey-" + "auth-" + Mixed[..30], "PMAK-" + Hex[..24] + "-" + Hex[..34], "rzp_live_" + Mixed[..14], "xkeysib-" + Hex + "-" + Mixed[..16],
    ];

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_key_is_found_in_text_code_and_headers(string key)
    {
        foreach (var text in (string[])[key, $"my key is {key}, ok?", $"KEY='{key}'", $"key：{key}。", $"https://example.com/?k={key}&x=1"])
        {
            var found = new List<PersonalDatum>();
            PersonalDataFinder.Find(text, found);
            var datum = Assert.Single(found);
            Assert.Equal(PersonalDataKind.Secret, datum.Kind);
            Assert.Contains(text.Substring(datum.Start, datum.Length), key, StringComparison.Ordinal);
            Assert.True(datum.Length >= key.Length * 3 / 5, text);
        }
    }

    [Theory]
    [InlineData("sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxx1")]
    [InlineData("sk-your-api-key-here-1234567890abcdef")]
    [InlineData("app-release-2024-01-15-build-000123")]
    [InlineData("dataset-v2-final-20240115-clean-0001")]
    [InlineData("key-value-store-0123456789")]
    [InlineData("secret_santa_2024_participants_list")]
    [InlineData("SKU0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    public void What_begins_like_one_is_none(string text)
    {
        var found = new List<PersonalDatum>();
        PersonalDataFinder.Find(text, found);
        Assert.Empty(found);
    }
}
