namespace Colloquy.Categorisers.Languages;

/// <summary>Everyday words by language, as training material.</summary>
internal static class LanguageLexicon
{
    /// <summary>ISO 639-1 codes and words; words that tell the language by themselves occur twice.</summary>
    public static ImmutableArray<(string Language, ImmutableArray<string> Words)> Words { get; } =
    [
        .. LanguageWords.Latin.Concat(LanguageWords.Cyrillic).Where(l => l.Language != "und")
            .Select(l => (
                l.Language,
                ImmutableArray.Create($"{l.Common} {l.Telling}".Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))),
    ];
}
