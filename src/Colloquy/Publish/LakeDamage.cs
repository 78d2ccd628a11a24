namespace Colloquy.Publish;

/// <summary>Missing or unreadable parts of the lake, and the days that have to be published again because of them.</summary>
/// <param name="Found">One sentence per damage.</param>
/// <param name="IsWhole">
/// Whether tables were reset, so that every day of conversations, messages and labels has to be published again.
/// </param>
/// <param name="Days">Days of conversations, messages and labels to publish again.</param>
/// <param name="HasMetrics">Whether user days, daily metrics or reports have to be published again.</param>
public sealed record LakeDamage(ImmutableArray<string> Found, bool IsWhole, ImmutableHashSet<DateOnly> Days, bool HasMetrics)
{
    /// <summary>What to do about missing or truncated files and unreadable metadata.</summary>
    public const string Repair = "Run colloquy run: it writes the file again from the store.";

    /// <summary>What to do about files with changed content, which a run does not check.</summary>
    public const string Rebuild = "Run colloquy publish --rebuild, then colloquy report --rebuild: they write the file again from the "
        + "store.";

    /// <summary>No damage.</summary>
    public static LakeDamage None { get; } = new([], false, [], false);
}
