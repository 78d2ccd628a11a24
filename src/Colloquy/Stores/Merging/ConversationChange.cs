namespace Colloquy.Stores.Merging;

/// <summary>What changes in one conversation.</summary>
/// <param name="Id">Id of the conversation.</param>
/// <param name="After">The new record; null if the conversation is not stored and stays so.</param>
/// <param name="Version">See <see cref="ConversationThread.Version"/>.</param>
/// <param name="Source">The source that delivered the conversation last; null if unknown.</param>
public sealed record ConversationChange(string Id, ConversationRecord? After, long Version, string? Source)
{
    /// <summary>Whether projected data changed. The version increases, and labels and index entries become outdated.</summary>
    public bool IsChanged { get; init; }

    /// <summary>Whether messages were marked as gone, or as present again. This is not projected and does not change the version.</summary>
    public bool IsMarked { get; init; }

    /// <summary>
    /// Whether the conversation was delivered by another source than before. This is not projected and does not change the version.
    /// </summary>
    public bool IsRedelivered { get; init; }

    /// <summary>Whether anything has to be written.</summary>
    public bool IsWritten => IsChanged || IsMarked || IsRedelivered;

    /// <summary>Whether the conversation became a tombstone. Its labels and annotations are deleted with its content.</summary>
    public bool LosesContent { get; init; }

    /// <summary>Days on which the conversation was not active before.</summary>
    public ImmutableSortedSet<DateOnly> EnteredDays { get; init; } = [];

    /// <summary>Days on which the conversation is no longer active.</summary>
    public ImmutableSortedSet<DateOnly> LeftDays { get; init; } = [];

    /// <summary>Counts of the rows; each row counts once.</summary>
    public CommitResult Tally { get; init; } = CommitResult.Nothing;

    /// <summary>
    /// How many rows were seen for the first time. Negative if ids were lost: those rows count again when they are delivered again.
    /// </summary>
    public SeenRows Seen { get; init; }
}

/// <summary>By how much the tallies of rows ever seen grow; see <see cref="TableCounts.Seen"/>.</summary>
public readonly record struct SeenRows(long Conversations, long Messages, long Feedbacks)
{
    /// <summary>Adds the counts.</summary>
    public static SeenRows operator +(SeenRows a, SeenRows b) =>
        new(a.Conversations + b.Conversations, a.Messages + b.Messages, a.Feedbacks + b.Feedbacks);
}
