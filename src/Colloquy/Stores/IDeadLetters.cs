namespace Colloquy.Stores;

/// <summary>Rows that could not be stored, kept with their raw text until they are replayed.</summary>
public interface IDeadLetters
{
    /// <summary>Letters in the order of their key; all tables when <paramref name="table"/> is null.</summary>
    IAsyncEnumerable<StoredDeadLetter> ReadDeadLettersAsync(SourceTable? table, CancellationToken stop);
}

/// <summary>A dead letter as stored.</summary>
/// <param name="Generation">The collect that first met it.</param>
public sealed record StoredDeadLetter(DeadLetter Letter, string Source, long Generation);
