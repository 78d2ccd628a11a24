namespace Colloquy.Categorisers.Taxonomies;

/// <summary>A phrase that speaks for a category, once in a text.</summary>
/// <param name="Weight">In hundredths.</param>
internal readonly record struct Finding(int Category, int Meaning, int Weight);
