namespace Colloquy.Categorisers.Matching;

/// <summary>What is left of a text before it is cut into units.</summary>
public enum TextForm
{
    /// <summary>Lower case without accents: what a text is about.</summary>
    Folded,

    /// <summary>Lower case with accents, letters only: what language it is in.</summary>
    Lowered,
}
