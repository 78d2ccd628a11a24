using Colloquy.Categorisers.Languages;

namespace Colloquy.Categorisers.Matching;

/// <summary>Working memory of one thread, reused from text to text.</summary>
internal sealed class Scratch
{
    [ThreadStatic]
    private static Scratch? _ofThread;

    public static Scratch OfThread => _ofThread ??= new Scratch();

    public LanguageProfile Language { get; } = new(LanguageDetector.Languages.Length);

    public LanguageProfile TurnLanguage { get; } = new(LanguageDetector.Languages.Length);

    public List<(int Language, double Share)> TurnClaims { get; } = [];

    /// <summary>Hits of the last search.</summary>
    public List<PhraseHit> Hits { get; } = [];
}
