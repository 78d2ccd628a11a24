namespace Colloquy.Sqlite.Bodies;

/// <summary>What a value in a body begins with. Part of the file format.</summary>
internal static class Tag
{
    public const byte Null = 0;

    /// <summary>As in the row before; what follows is the next value.</summary>
    public const byte Same = 1;

    // Texts.
    public const byte Utf8 = 2;
    public const byte Uuid = 3;
    /// <summary>Half a surrogate pair has no UTF-8.</summary>
    public const byte Utf16 = 4;
    /// <summary>This and everything above: the n-th text remembered in this body.</summary>
    public const byte FirstTerm = 5;

    // Numbers and flags.
    public const byte Value = 2;
    public const byte False = 2;
    public const byte True = 3;
    /// <summary>A double with at most six decimal places, as millionths.</summary>
    public const byte Millionths = 3;

    // Times, as the difference to the time before in the body.
    public const byte Seconds = 1;
    public const byte Ticks = 2;
}
