namespace Colloquy.Categorisers.Languages;

/// <summary>
/// Language codes as labels have them: ISO 639-1, or ISO 639-3 for a language without a two-letter code; no region or variety.
/// </summary>
internal static class LanguageCode
{
    // Three-letter codes of languages that have two letters, and codes that were replaced.
    private static readonly Dictionary<string, string> _same = new(StringComparer.Ordinal)
    {
        ["eng"] = "en",
        ["deu"] = "de",
        ["ger"] = "de",
        ["fra"] = "fr",
        ["fre"] = "fr",
        ["spa"] = "es",
        ["ita"] = "it",
        ["por"] = "pt",
        ["nld"] = "nl",
        ["rus"] = "ru",
        ["zho"] = "zh",
        ["cmn"] = "zh",
        ["jpn"] = "ja",
        ["kor"] = "ko",
        ["ara"] = "ar",
        ["arq"] = "ar",
        ["ary"] = "ar",
        ["hin"] = "hi",
        ["tur"] = "tr",
        ["pol"] = "pl",
        ["swa"] = "sw",
        ["hau"] = "ha",
        ["ibo"] = "ig",
        ["yor"] = "yo",
        ["kin"] = "rw",
        ["amh"] = "am",
        ["tso"] = "ts",
        ["twi"] = "tw",
        ["iw"] = "he",
        ["in"] = "id",
        ["nb"] = "no",
        ["nn"] = "no",
        ["sh"] = "sr",
    };

    /// <summary>The code for a language tag.</summary>
    /// <param name="tag">A code or tag in any case, such as <c>pt-BR</c>, <c>zh_TW</c> or <c>deu</c>.</param>
    public static string Of(string tag)
    {
        var end = tag.AsSpan().IndexOfAny('-', '_');
        var code = (end < 0 ? tag : tag[..end]).ToLowerInvariant();
        return _same.GetValueOrDefault(code, code);
    }
}
