using Colloquy.Categorisers.Languages;

namespace Colloquy.Categorisers.Matching;

/// <summary>Working memory of one thread, reused from text to text.</summary>
internal sealed class Scratch
{
    // A single huge text must not hold its memory for ever.
    private const int Kept = 1 << 20;

    [ThreadStatic]
    private static Scratch? _ofThread;

    private char[] _folded = new char[4096];

    public static Scratch OfThread => _ofThread ??= new Scratch();

    public LanguageProfile Language { get; } = new(LanguageDetector.Languages.Length);

    public LanguageProfile TurnLanguage { get; } = new(LanguageDetector.Languages.Length);

    public List<(int Language, double Share)> TurnClaims { get; } = [];

    /// <summary>Hits of the last search.</summary>
    public List<PhraseHit> Hits { get; } = [];

    /// <summary>The folded text; valid until the next call.</summary>
    public ReadOnlySpan<char> Fold(ReadOnlySpan<char> text)
    {
        var length = Folding.MaxLength(text.Length);
        if (_folded.Length < length || (_folded.Length > Kept && length <= Kept))
        {
            _folded = new char[Math.Max(length, 4096)];
        }

        return _folded.AsSpan(0, Folding.Fold(text, _folded));
    }
}
