namespace Colloquy.Categorisers.Taxonomies;

/// <param name="Text">As written in the file; it is what evidence shows.</param>
/// <param name="Folded">As it is matched.</param>
/// <param name="Language">ISO 639-1 code, or <see cref="Taxonomy.AnyLanguage"/>.</param>
/// <param name="Category">Index of the category; -1 for phrases of no category.</param>
/// <param name="Weight">In hundredths; of a negation the number of words that may stand between.</param>
internal sealed record Phrase(string Text, string Folded, string Language, PhraseUse Use, int Category, int Weight, Speaker Speaker);
