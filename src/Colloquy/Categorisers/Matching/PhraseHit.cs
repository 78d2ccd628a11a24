namespace Colloquy.Categorisers.Matching;

/// <summary>An occurrence of a phrase in a folded text, as a half-open range.</summary>
internal readonly record struct PhraseHit(int Start, int End, int Phrase);
