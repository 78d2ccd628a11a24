namespace Colloquy.Categorisers.PersonalData;

/// <summary>What replaces personal data before anything is stored.</summary>
public enum RedactionMode
{
    /// <summary>Nothing is redacted.</summary>
    Off,

    /// <summary>The name of its kind: <c>[email]</c>.</summary>
    Mask,

    /// <summary>
    /// A keyed hash, <c>[email:3f2a91c04d7e]</c>: equal values get equal hashes, and values cannot be guessed without the key.
    /// </summary>
    Hash,

    /// <summary>It is deleted.</summary>
    Remove,
}
