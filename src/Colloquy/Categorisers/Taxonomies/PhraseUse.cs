namespace Colloquy.Categorisers.Taxonomies;

/// <summary>What a phrase of a taxonomy does where it occurs.</summary>
internal enum PhraseUse : byte
{
    /// <summary>Evidence for its category.</summary>
    Evidence,

    /// <summary>Looks like evidence for its category but is not: hides phrases of the same kind inside it.</summary>
    Not,

    /// <summary>A fixed expression: hides phrases of every kind inside it.</summary>
    Ignore,

    /// <summary>Negates what follows.</summary>
    NegatesFollowing,

    /// <summary>Negates what precedes.</summary>
    NegatesPreceding,

    /// <summary>Begins a new thought: no negation reaches across it.</summary>
    Stop,
}
