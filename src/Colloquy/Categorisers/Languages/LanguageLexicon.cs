namespace Colloquy.Categorisers.Languages;

/// <summary>Everyday words by language, for whoever wants to train on them.</summary>
public static class LanguageLexicon
{
    /// <summary>ISO 639-1 code and words, those that tell the language twice.</summary>
    public static ImmutableArray<(string Language, ImmutableArray<string> Words)> Words { get; } =
    [
        .. LanguageWords.Latin.Concat(LanguageWords.Cyrillic).Where(l => l.Language != "und")
            .Select(l => (l.Language, ImmutableArray.Create($"{l.Common} {l.Telling}".Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))),
    ];
}
