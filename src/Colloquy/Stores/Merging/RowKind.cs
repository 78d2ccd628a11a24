namespace Colloquy.Stores.Merging;

/// <summary>
/// Identity and order of the rows of one table. Compares like <see cref="VersionOrder"/>, but computes hashes only for ties.
/// </summary>
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
