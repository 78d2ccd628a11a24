namespace Colloquy.Categorisers.Matching;

/// <summary>Kind of a token.</summary>
internal enum TokenKind : byte
{
    /// <summary>A word of a spaced script.</summary>
    Word,

    /// <summary>A letter of an unspaced script, or a symbol.</summary>
    Sign,

    /// <summary>The end of a clause that is a question.</summary>
    Question,

    /// <summary>The end of any other clause.</summary>
    End,
}
