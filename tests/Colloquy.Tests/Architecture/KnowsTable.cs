using Colloquy.TestKit;

namespace Colloquy.Tests.Architecture;

/// <summary>The tables of docs/architecture.md whose last column is called "knows".</summary>
internal static class KnowsTable
{
    /// <summary>Whom each folder of src/Colloquy knows.</summary>
    public static IReadOnlyDictionary<string, string[]> Rooms { get; } = Read("| folder of `src/Colloquy` |");

    /// <summary>Whom each project of src knows.</summary>
    public static IReadOnlyDictionary<string, string[]> Projects { get; } = Read("| project |");

    private static Dictionary<string, string[]> Read(string header) =>
        File.ReadLines(Path.Combine(Repository.Root, "docs", "architecture.md"))
            .SkipWhile(line => !line.StartsWith(header, StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(cells => cells[1].Trim('`'), cells => cells[3] == "nobody" ? [] : cells[3].Split(", "));
}
