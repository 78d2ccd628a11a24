using Colloquy.Categorisers.Matching;

namespace Colloquy.Categorisers.Models.Features;

/// <summary>Which features a text has and what they weigh beside a word, which weighs 1. A weight of 0 leaves a kind out.</summary>
/// <param name="ShortestGram">Characters of the shortest n-gram of a word between blanks.</param>
/// <param name="LongestGram">Characters of the longest.</param>
/// <param name="LeastTexts">Features of fewer training texts are left out.</param>
/// <param name="Gram">Of a character n-gram.</param>
/// <param name="Pair">Of two neighbours.</param>
/// <param name="Near">Of two words, in any order, with at most <paramref name="Reach"/> steps from one to the other.</param>
/// <param name="ByLanguage">Whether the same word is another feature in each language.</param>
public sealed record FeatureOptions(TextForm Form, int ShortestGram, int LongestGram, int LeastTexts, float Gram, float Pair, float Near, int Reach, bool ByLanguage = false);
