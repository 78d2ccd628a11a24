namespace Colloquy.Categorisers.Matching;

/// <summary>How a text is normalised before it is split into units.</summary>
public enum TextForm
{
    /// <summary>Lower case without accents, for models that tell what a text is about.</summary>
    Folded,

    /// <summary>Lower case with accents, letters only, for models that tell the language.</summary>
    Lowered,
}
