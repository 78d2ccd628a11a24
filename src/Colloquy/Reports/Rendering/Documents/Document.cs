namespace Colloquy.Reports.Rendering.Documents;

/// <summary>A report laid out for reading, before it becomes plain text or Markdown.</summary>
/// <param name="Subtitle">What it covers.</param>
/// <param name="Notes">Sentences at the end.</param>
internal sealed record Document(string Title, string Subtitle, ImmutableArray<Section> Sections, ImmutableArray<string> Notes);

/// <param name="Heading">Null where the title says enough.</param>
/// <param name="Remainder">How many rows were left away, in words; null when none.</param>
internal sealed record Section(string? Heading, Grid Grid, string? Remainder = null);
