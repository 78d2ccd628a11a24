namespace Colloquy.Categorisers.Models.Features;

/// <summary>Kind of a unit of a text.</summary>
internal enum UnitKind : byte
{
    /// <summary>A word of a spaced script: counts as a whole and by its character n-grams.</summary>
    Word,

    /// <summary>A letter of an unspaced script, or a question mark.</summary>
    Sign,

    /// <summary>Two adjacent units.</summary>
    Pair,

    /// <summary>Two words near each other, in any order.</summary>
    Near,
}
