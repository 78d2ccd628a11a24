namespace Colloquy.Categorisers.Matching;

/// <summary>A token of a <see cref="TextReading"/>.</summary>
/// <param name="Start">Index of its first character in the folded text.</param>
/// <param name="Key">A hash: tokens that differ in nothing but digits have equal keys.</param>
internal readonly record struct Token(int Start, int Length, uint Key, TokenKind Kind)
{
    public int End => Start + Length;
}
