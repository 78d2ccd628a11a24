namespace Colloquy.Categorisers.Learning;

/// <summary>A text with its correct labels.</summary>
/// <param name="Text">The text as it was written.</param>
/// <param name="Labels">One label, or several for kinds of which a text may have several; none for a text without a topic.</param>
/// <param name="Language">ISO 639 code; null if the file does not say.</param>
public sealed record Example(string Text, ImmutableArray<string> Labels, string? Language);
