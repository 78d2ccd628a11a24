namespace Colloquy.Sqlite.Bodies;

/// <summary>First byte of a value in a body. Part of the file format.</summary>
internal static class Tag
{
    public const byte Null = 0;

    /// <summary>The same value as in the previous row; no value follows.</summary>
    public const byte Same = 1;

    // Texts.
    public const byte Utf8 = 2;
    public const byte Uuid = 3;
    /// <summary>For texts with unpaired surrogates, which UTF-8 cannot represent.</summary>
    public const byte Utf16 = 4;
    /// <summary>This value and all above it: a reference to the n-th text of the body.</summary>
    public const byte FirstTerm = 5;

    // Numbers and flags.
    public const byte Value = 2;
    public const byte False = 2;
    public const byte True = 3;
    /// <summary>A double with at most six decimal places, as millionths.</summary>
    public const byte Millionths = 3;

    // Times, as the difference from the previous time in the body.
    public const byte Seconds = 1;
    public const byte Ticks = 2;
}
