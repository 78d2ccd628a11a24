namespace Colloquy.Reports.Rendering.Documents;

/// <summary>Layout of a report, before it is written as plain text or Markdown.</summary>
/// <param name="Subtitle">Range of the report.</param>
/// <param name="Notes">Sentences at the end.</param>
internal sealed record Document(string Title, string Subtitle, ImmutableArray<Section> Sections, ImmutableArray<string> Notes);

/// <param name="Heading">Null if the title is enough.</param>
/// <param name="Remainder">Number of omitted rows in words; null if none are omitted.</param>
internal sealed record Section(string? Heading, Grid Grid, string? Remainder = null);
