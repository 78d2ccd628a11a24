namespace Colloquy.Categorisers.Taxonomies;

/// <summary>A phrase of a taxonomy and what it means.</summary>
/// <param name="Text">As written in the file and shown in evidence.</param>
/// <param name="Folded">The form that is matched.</param>
/// <param name="Language">ISO 639-1 code, or <see cref="Taxonomy.AnyLanguage"/>.</param>
/// <param name="Category">Index of the category; -1 if it belongs to none.</param>
/// <param name="Weight">Weight in hundredths; for a negation, how many words may stand between it and what it negates.</param>
internal sealed record Phrase(string Text, string Folded, string Language, PhraseUse Use, int Category, int Weight, Speaker Speaker);
