namespace Colloquy.Stores.Merging;

/// <summary>How rows of one table are told apart and ordered; <see cref="VersionOrder"/> with the hash taken only where it decides.</summary>
internal sealed class RowKind<T>(Func<T, string> id, Func<T, VersionOrder> order, Func<T, DateTimeOffset> time, Comparison<T> sequence)
    where T : class
{
    public Func<T, string> Id { get; } = id;

    public Comparison<T> Sequence { get; } = sequence;

    public bool Replaces(Versioned<T> row, Versioned<T> stored)
    {
        var byTime = time(row.Row).CompareTo(time(stored.Row));
        if (byTime != 0 || row.Row.Equals(stored.Row))
        {
            return byTime > 0;
        }

        return row.Generation != stored.Generation
            ? row.Generation > stored.Generation
            : order(row.Row).CompareTo(order(stored.Row)) > 0;
    }
}
