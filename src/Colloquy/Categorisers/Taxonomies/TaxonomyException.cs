namespace Colloquy.Categorisers.Taxonomies;

/// <summary>A taxonomy file cannot be used. The message lists all problems with file and line.</summary>
/// <param name="file">Name of the file.</param>
/// <param name="problems">The problems, one line each.</param>
public sealed class TaxonomyException(string file, IReadOnlyList<string> problems)
    : Exception(
        $"The taxonomy {file} has {(problems.Count == 1 ? "a problem" : $"{problems.Count} problems")}; docs/labels.md has the format.\n"
        + string.Join('\n', problems))
{
    /// <summary>One line per problem: <c>FILE:LINE: what is wrong and what would be right</c>.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
