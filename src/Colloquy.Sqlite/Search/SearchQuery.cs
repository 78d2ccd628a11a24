using System.Text;

namespace Colloquy.Sqlite.Search;

/// <summary>
/// What a person typed, as a query of the index: all words, text in quotes as a phrase, the last letters of a word may be missing. Every
/// piece becomes a quoted string of the index's language, so nothing that was typed is syntax there.
/// </summary>
internal static class SearchQuery
{
    /// <returns>Null when the text holds nothing to search for.</returns>
    public static string? Parse(string text)
    {
        var query = new StringBuilder();
        foreach (var (index, part) in text.Split('"').Index())
        {
            var inQuotes = index % 2 == 1;
            string[] pieces = inQuotes ? [part] : part.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            foreach (var piece in pieces.Where(Spacing.HasWord))
            {
                Append(query, Spacing.Apply(piece)!, inQuotes);
            }
        }

        return query.Length == 0 ? null : query.ToString();
    }

    private static void Append(StringBuilder query, string spaced, bool inQuotes)
    {
        if (query.Length > 0)
        {
            query.Append(" AND ");
        }

        query.Append('"').Append(spaced.Replace('\0', ' ').Replace('"', ' ')).Append('"');
        if (!inQuotes && Spacing.EndsInWord(spaced))
        {
            query.Append('*');
        }
    }
}
