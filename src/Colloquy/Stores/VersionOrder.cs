namespace Colloquy.Stores;

/// <summary>
/// Decides which of two versions of a row is newer. This is a total order, so the order of arrival does not matter: the later
/// updated_at wins, then the later collect run, then (within one collect run) a deletion, then the greater content hash.
/// </summary>
/// <remarks>
/// A row that is delivered again unchanged is not written, so it keeps the collect run that first delivered it. If a source delivers two
/// versions of a row with the same updated_at, they replace each other whenever they are read. This is a fault of the source and ends when
/// its updated_at changes. </remarks>
/// <param name="UpdatedAt">updated_at; created_at if that is missing; otherwise the minimum value.</param>
/// <param name="Generation">See <see cref="PageCommit.Generation"/>.</param>
/// <param name="Hash">Hash of the row's content.</param>
public readonly record struct VersionOrder(DateTimeOffset UpdatedAt, long Generation, UInt128 Hash) : IComparable<VersionOrder>
{
    /// <summary>Whether the row says that it is deleted. It may have been delivered as live earlier in the same collect run.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>The order of a version of a conversation.</summary>
    public static VersionOrder Of(Conversation row, long generation) =>
        new(row.UpdatedAt ?? row.CreatedAt, generation, RowHash.Of(row)) { IsDeleted = row.IsDeleted };

    /// <summary>The order of a version of a message.</summary>
    public static VersionOrder Of(Message row, long generation) => new(row.UpdatedAt ?? row.CreatedAt, generation, RowHash.Of(row));

    /// <summary>The order of a version of feedback.</summary>
    public static VersionOrder Of(Feedback row, long generation) =>
        new(row.UpdatedAt ?? row.CreatedAt ?? default, generation, RowHash.Of(row));

    /// <summary>The order of a version of an end user.</summary>
    public static VersionOrder Of(EndUser row, long generation) =>
        new(row.UpdatedAt ?? row.CreatedAt ?? default, generation, RowHash.Of(row));

    /// <summary>The order of a version of an app. Apps have no times, so the later collect run wins.</summary>
    public static VersionOrder Of(App row, long generation) => new(default, generation, RowHash.Of(row));

    /// <inheritdoc/>
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
