using Colloquy.Stores.Searching;

namespace Colloquy.Sqlite.Search;

/// <summary>
/// Translates a search into the query language of FTS5. Every term becomes a quoted string, so no input is interpreted as syntax.
/// </summary>
internal static class SearchQuery
{
    /// <returns>Null if there is nothing to search for.</returns>
    public static string? Parse(string text) => SearchText.Parse(text) is { IsEmpty: false } terms
        ? string.Join(" AND ", terms.Select(term => '"' + term.Text.Replace('"', ' ') + (term.IsPrefix ? "\"*" : "\"")))
        : null;
}
