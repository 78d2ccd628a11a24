namespace Colloquy.Categorisers.PersonalData;

/// <summary>What becomes of personal data before anything is stored.</summary>
public enum RedactionMode
{
    /// <summary>It stays.</summary>
    Off,

    /// <summary><c>[email]</c> in its place.</summary>
    Mask,

    /// <summary><c>[email:3f2a91c04d7e]</c>: a keyed hash, so that equal values stay equal and nobody without the key can try values out.</summary>
    Hash,

    /// <summary>Nothing in its place.</summary>
    Remove,
}
