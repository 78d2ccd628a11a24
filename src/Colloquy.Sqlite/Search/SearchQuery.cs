using Colloquy.Stores.Searching;

namespace Colloquy.Sqlite.Search;

/// <summary>
/// What a person typed, as a query of the index. Every term becomes a quoted string of the index's language, so nothing that was typed is syntax there.
/// </summary>
internal static class SearchQuery
{
    /// <returns>Null when the text holds nothing to search for.</returns>
    public static string? Parse(string text) => SearchText.Parse(text) is { IsEmpty: false } terms
        ? string.Join(" AND ", terms.Select(term => '"' + term.Text.Replace('"', ' ') + (term.IsPrefix ? "\"*" : "\"")))
        : null;
}
