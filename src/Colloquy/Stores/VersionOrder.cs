namespace Colloquy.Stores;

/// <summary>
/// Which of two versions of one row is the newer one. A total order, so that arrival order cannot matter: the later updated_at wins,
/// then the later collect, then (within one collect) a deletion, then the greater content hash.
/// </summary>
/// <remarks>
/// A row met again unchanged is not written, so it keeps the collect that brought it. A source that gives one row in two versions with one updated_at
/// therefore sees them change places when it is read again; this is a fault of the source, and ends with its first updated_at that moves.
/// </remarks>
/// <param name="UpdatedAt">updated_at, or created_at where there is none, or the beginning of time.</param>
/// <param name="Generation">See <see cref="PageCommit.Generation"/>.</param>
/// <param name="Hash">See <see cref="RowHash"/>.</param>
public readonly record struct VersionOrder(DateTimeOffset UpdatedAt, long Generation, UInt128 Hash) : IComparable<VersionOrder>
{
    /// <summary>The row says that it is deleted: it may have been met alive earlier in the same collect.</summary>
    public bool IsDeleted { get; init; }

    public static VersionOrder Of(Conversation row, long generation) =>
        new(row.UpdatedAt ?? row.CreatedAt, generation, RowHash.Of(row)) { IsDeleted = row.IsDeleted };

    public static VersionOrder Of(Message row, long generation) => new(row.UpdatedAt ?? row.CreatedAt, generation, RowHash.Of(row));

    public static VersionOrder Of(Feedback row, long generation) =>
        new(row.UpdatedAt ?? row.CreatedAt ?? default, generation, RowHash.Of(row));

    public static VersionOrder Of(EndUser row, long generation) =>
        new(row.UpdatedAt ?? row.CreatedAt ?? default, generation, RowHash.Of(row));

    /// <summary>Apps have no times: the later collect wins.</summary>
    public static VersionOrder Of(App row, long generation) => new(default, generation, RowHash.Of(row));

    public int CompareTo(VersionOrder other)
    {
        var byTime = UpdatedAt.CompareTo(other.UpdatedAt);
        if (byTime != 0)
        {
            return byTime;
        }

        var byGeneration = Generation.CompareTo(other.Generation);
        if (byGeneration != 0)
        {
            return byGeneration;
        }

        var byDeletion = IsDeleted.CompareTo(other.IsDeleted);
        return byDeletion != 0 ? byDeletion : Hash.CompareTo(other.Hash);
    }
}
