namespace Colloquy.Publish;

/// <summary>What is missing from the lake, or cannot be read, and which days have to be written again because of it.</summary>
/// <param name="Found">A sentence for each damage.</param>
/// <param name="IsWhole">Tables were made anew: every day of conversations, messages and labels has to be written again.</param>
/// <param name="Days">Days of conversations, messages and labels that have to be written again.</param>
/// <param name="HasMetrics">User days, daily metrics or reports have to be written again.</param>
public sealed record LakeDamage(ImmutableArray<string> Found, bool IsWhole, ImmutableHashSet<DateOnly> Days, bool HasMetrics)
{
    /// <summary>What to do about files that are gone, cut, or metadata that cannot be read.</summary>
    public const string Repair = "Run colloquy run: it writes the file again from the store.";

    /// <summary>What to do about files whose content changed, which a run does not look at.</summary>
    public const string Rebuild = "Run colloquy publish --rebuild, then colloquy report --rebuild: they write the file again from the store.";

    public static LakeDamage None { get; } = new([], false, [], false);
}
