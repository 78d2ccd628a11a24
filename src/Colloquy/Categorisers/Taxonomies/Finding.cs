namespace Colloquy.Categorisers.Taxonomies;

/// <summary>A phrase that is evidence for a category; listed once per text.</summary>
/// <param name="Weight">In hundredths.</param>
internal readonly record struct Finding(int Category, int Meaning, int Weight);
