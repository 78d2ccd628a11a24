namespace Colloquy.Categorisers.Matching;

/// <summary>What a token is.</summary>
internal enum TokenKind : byte
{
    /// <summary>A word of a spaced script.</summary>
    Word,

    /// <summary>A letter of an unspaced script, or a symbol.</summary>
    Sign,

    /// <summary>The end of a clause that asks.</summary>
    Question,

    /// <summary>The end of another clause.</summary>
    End,
}
