namespace Colloquy.Categorisers.Taxonomies;

/// <summary>What a phrase of a taxonomy does where it is found.</summary>
internal enum PhraseUse : byte
{
    /// <summary>Evidence for its category.</summary>
    Evidence,

    /// <summary>Looks like its category and is not: hides the phrases of the same kind inside it.</summary>
    Not,

    /// <summary>A set phrase: hides the phrases of every kind inside it.</summary>
    Ignore,

    /// <summary>Negates what follows.</summary>
    NegatesFollowing,

    /// <summary>Negates what came before.</summary>
    NegatesPreceding,

    /// <summary>Begins a new thought, so that no negation reaches across.</summary>
    Stop,
}
