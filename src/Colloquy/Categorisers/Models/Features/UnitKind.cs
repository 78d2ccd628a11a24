namespace Colloquy.Categorisers.Models.Features;

/// <summary>What a unit of a text is.</summary>
internal enum UnitKind : byte
{
    /// <summary>A word of a spaced script: counts by itself and by its character n-grams.</summary>
    Word,

    /// <summary>A letter of an unspaced script, or a question mark.</summary>
    Sign,

    /// <summary>Two neighbours.</summary>
    Pair,

    /// <summary>Two that stand near each other, in any order.</summary>
    Near,
}
