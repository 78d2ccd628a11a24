namespace Colloquy.Stores.Searching;

/// <summary>What a person typed into a search: all terms have to occur, a term in quotes as it stands, of another the last letters may be missing.</summary>
public static class SearchText
{
    /// <returns>Empty when the text holds nothing to search for.</returns>
    public static ImmutableArray<SearchTerm> Parse(string text)
    {
        var terms = ImmutableArray.CreateBuilder<SearchTerm>();
        foreach (var (index, part) in text.Split('"').Index())
        {
            var inQuotes = index % 2 == 1;
            string[] pieces = inQuotes ? [part] : part.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            foreach (var piece in pieces.Where(Spacing.HasWord))
            {
                var spaced = Spacing.Apply(piece)!.Replace('\0', ' ');
                terms.Add(new SearchTerm(spaced, !inQuotes && Spacing.EndsInWord(spaced)));
            }
        }

        return terms.ToImmutable();
    }
}

/// <param name="Text">Words that follow each other, with <see cref="Spacing"/> applied.</param>
/// <param name="IsPrefix">More letters may follow the last word.</param>
public readonly record struct SearchTerm(string Text, bool IsPrefix);
