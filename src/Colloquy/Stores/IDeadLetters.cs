namespace Colloquy.Stores;

/// <summary>Rows that could not be stored, kept with their raw text until they are replayed. There may be millions of them, and each may be large.</summary>
public interface IDeadLetters
{
    /// <summary>Letters in the order of their key, read a bounded number of bytes at a time. Letters may be removed while they are read.</summary>
    IAsyncEnumerable<StoredDeadLetter> ReadDeadLettersAsync(DeadLetterFilter filter, CancellationToken stop);

    /// <summary>The first letters by origin, then key, in ordinal order; nothing else is loaded.</summary>
    /// <param name="table">Null for all tables.</param>
    /// <param name="withRaw">See <see cref="DeadLetterFilter.WithRaw"/>.</param>
    IAsyncEnumerable<StoredDeadLetter> ListDeadLettersAsync(SourceTable? table, int limit, bool withRaw, CancellationToken stop);

    /// <summary>How many letters there are of each reason.</summary>
    /// <param name="table">Null for all tables.</param>
    Task<IReadOnlyDictionary<string, long>> CountDeadLettersAsync(SourceTable? table, CancellationToken stop);
}

/// <summary>Which letters are wanted; null is any.</summary>
public sealed record DeadLetterFilter
{
    public static DeadLetterFilter Everything { get; } = new();

    public SourceTable? Table { get; init; }

    public string? Source { get; init; }

    /// <summary>One of <see cref="DeadReason"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>False: the letters come without their raw text, which then is not loaded.</summary>
    public bool WithRaw { get; init; } = true;
}

/// <summary>A dead letter as stored.</summary>
/// <param name="Generation">The collect that first met it.</param>
public sealed record StoredDeadLetter(DeadLetter Letter, string Source, long Generation);
