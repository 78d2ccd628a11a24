namespace Colloquy.Stores.Searching;

/// <summary>Parses the text of a search. All terms must occur. A term in quotes matches exactly; other terms match as prefixes.</summary>
public static class SearchText
{
    /// <summary>Parses a text as typed by a user.</summary>
    /// <returns>Empty if there is nothing to search for.</returns>
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

/// <summary>One term of a search.</summary>
/// <param name="Text">One or more consecutive words, with <see cref="Spacing"/> applied.</param>
/// <param name="IsPrefix">Whether the last word may continue.</param>
public readonly record struct SearchTerm(string Text, bool IsPrefix);
