using Colloquy.Categorisers.Matching;

namespace Colloquy.Categorisers.Models.Features;

/// <summary>Which features a text has, and their weights relative to a word, which weighs 1. A weight of 0 leaves a kind out.</summary>
/// <param name="Form">How texts are normalised.</param>
/// <param name="ShortestGram">Length of the shortest character n-gram of a word, whose surrounding blanks count.</param>
/// <param name="LongestGram">Length of the longest one.</param>
/// <param name="LeastTexts">Features that occur in fewer training texts are left out.</param>
/// <param name="Gram">Weight of a character n-gram.</param>
/// <param name="Pair">Weight of two adjacent words.</param>
/// <param name="Near">Weight of two words, in any order, that are at most <paramref name="Reach"/> words apart.</param>
/// <param name="Reach">The largest distance of two such words.</param>
/// <param name="ByLanguage">Whether each language has its own features, so that the same word differs between languages.</param>
public sealed record FeatureOptions(
    TextForm Form,
    int ShortestGram,
    int LongestGram,
    int LeastTexts,
    float Gram,
    float Pair,
    float Near,
    int Reach,
    bool ByLanguage = false);
