namespace Colloquy.Categorisers.Taxonomies;

/// <summary>A taxonomy file cannot be used. The message lists every problem with file and line, so that one look suffices.</summary>
public sealed class TaxonomyException(string file, IReadOnlyList<string> problems)
    : Exception($"The taxonomy {file} has {(problems.Count == 1 ? "a problem" : $"{problems.Count} problems")}; docs/labels.md has the format.\n"
        + string.Join('\n', problems))
{
    /// <summary>One line each: <c>FILE:LINE: what is wrong and what would be right</c>.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
