namespace Colloquy.Categorisers.Matching;

/// <summary>A piece of a <see cref="TextReading"/>.</summary>
/// <param name="Start">Index of its first character in the folded text.</param>
/// <param name="Key">Pieces that are equal but for their digits have equal keys; others may.</param>
internal readonly record struct Token(int Start, int Length, uint Key, TokenKind Kind)
{
    public int End => Start + Length;
}
