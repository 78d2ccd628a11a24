namespace Colloquy.Stores;

/// <summary>Rows that could not be stored, kept with their raw text until they are replayed. There may be millions of them, and each may be large.</summary>
public interface IDeadLetters
{
    /// <summary>Letters in the order of their key, read a bounded number of bytes at a time. Letters may be removed while they are read.</summary>
    IAsyncEnumerable<StoredDeadLetter> ReadDeadLettersAsync(DeadLetterFilter filter, CancellationToken cancellationToken);

    /// <summary>The first letters by origin, then key, in ordinal order; nothing else is loaded.</summary>
    IAsyncEnumerable<StoredDeadLetter> ListDeadLettersAsync(DeadLetterFilter filter, int limit, CancellationToken cancellationToken);

    /// <summary>How many letters there are of each reason.</summary>
    Task<IReadOnlyDictionary<string, long>> CountDeadLettersAsync(DeadLetterFilter filter, CancellationToken cancellationToken);
}

/// <summary>Which letters are wanted; null is any.</summary>
public sealed record DeadLetterFilter
{
    public static DeadLetterFilter Everything { get; } = new();

    public SourceTable? Table { get; init; }

    public string? Source { get; init; }

    /// <summary>One of <see cref="DeadReason"/>.</summary>
    public string? Reason { get; init; }

    public DeadLetterRaw Raw { get; init; }
}

/// <summary>Which letters come with their raw text. The text of the others is empty and is not loaded.</summary>
public enum DeadLetterRaw
{
    All,
    /// <summary>Those of <see cref="DeadReason.Orphan"/>, which can become good without a change of the row.</summary>
    Orphans,
    None,
}

/// <summary>A dead letter as stored.</summary>
/// <param name="Generation">The collect that first met it.</param>
public sealed record StoredDeadLetter(DeadLetter Letter, string Source, long Generation);
