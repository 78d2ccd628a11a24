namespace Colloquy.Stores;

/// <summary>
/// Rows that could not be stored. They are kept with their raw text until they are replayed. There may be millions of them, and each
/// may be large.
/// </summary>
public interface IDeadLetters
{
    /// <summary>
    /// All matching letters in the order of their keys, read in batches of bounded size. Letters may be removed during the
    /// enumeration.
    /// </summary>
    IAsyncEnumerable<StoredDeadLetter> ReadDeadLettersAsync(DeadLetterFilter filter, CancellationToken cancellationToken);

    /// <summary>The first matching letters, ordered by (origin, key), ordinal. No other letters are loaded.</summary>
    IAsyncEnumerable<StoredDeadLetter> ListDeadLettersAsync(DeadLetterFilter filter, int limit, CancellationToken cancellationToken);

    /// <summary>Number of matching letters by reason.</summary>
    Task<IReadOnlyDictionary<string, long>> CountDeadLettersAsync(DeadLetterFilter filter, CancellationToken cancellationToken);
}

/// <summary>Selects dead letters; a property that is null matches all of them.</summary>
public sealed record DeadLetterFilter
{
    /// <summary>Matches all letters, with their raw text.</summary>
    public static DeadLetterFilter Everything { get; } = new();

    /// <summary>Table of the row.</summary>
    public SourceTable? Table { get; init; }

    /// <summary>Name of the source.</summary>
    public string? Source { get; init; }

    /// <summary>One of the constants of <see cref="DeadReason"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>Which of the letters are returned with their raw text.</summary>
    public DeadLetterRaw Raw { get; init; }
}

/// <summary>Which letters are returned with their raw text. For the others it is empty and not loaded.</summary>
public enum DeadLetterRaw
{
    /// <summary>All letters.</summary>
    All,
    /// <summary>
    /// Letters with the reason <see cref="DeadReason.Orphan"/>, which can succeed later although the row does not change.
    /// </summary>
    Orphans,
    /// <summary>No letters.</summary>
    None,
}

/// <summary>A dead letter as stored.</summary>
/// <param name="Letter">The row, the reason and the key.</param>
/// <param name="Source">The source that delivered it.</param>
/// <param name="Generation">The collect run that first delivered it.</param>
public sealed record StoredDeadLetter(DeadLetter Letter, string Source, long Generation);
