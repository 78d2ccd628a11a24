namespace Colloquy.Categorisers.Learning;

/// <summary>A text and what is right about it.</summary>
/// <param name="Labels">One or more; several only where texts can have several.</param>
/// <param name="Language">ISO 639 code; null where the file does not say.</param>
public sealed record Example(string Text, ImmutableArray<string> Labels, string? Language);
