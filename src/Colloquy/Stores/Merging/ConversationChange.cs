namespace Colloquy.Stores.Merging;

/// <summary>What becomes of one conversation.</summary>
/// <param name="After">The record as it will be; null if the conversation is not stored and will not be.</param>
/// <param name="Version">See <see cref="ConversationThread.Version"/>.</param>
/// <param name="Source">The source that delivered the conversation last; null if it is not known.</param>
public sealed record ConversationChange(string Id, ConversationRecord? After, long Version, string? Source)
{
    /// <summary>Something that is projected changed: the version grew, and labels and index entries are of an older one.</summary>
    public bool IsChanged { get; init; }

    /// <summary>Messages were marked as gone, or as there again. This is not projected and makes no version.</summary>
    public bool IsMarked { get; init; }

    /// <summary>Another source than before delivered the conversation. This is not projected and makes no version.</summary>
    public bool IsRedelivered { get; init; }

    /// <summary>Anything has to be written.</summary>
    public bool IsWritten => IsChanged || IsMarked || IsRedelivered;

    /// <summary>The conversation became a tombstone: labels and annotations go with its content.</summary>
    public bool LosesContent { get; init; }

    /// <summary>Days on which the conversation was not active before.</summary>
    public ImmutableSortedSet<DateOnly> EnteredDays { get; init; } = [];

    /// <summary>Days on which the conversation is not active any more.</summary>
    public ImmutableSortedSet<DateOnly> LeftDays { get; init; } = [];

    /// <summary>What became of the rows; each counts once.</summary>
    public CommitResult Tally { get; init; } = CommitResult.Nothing;

    /// <summary>Rows never met before, less those whose ids are lost: they are met for the first time when they come again.</summary>
    public SeenRows Seen { get; init; }
}

/// <summary>By how much the numbers of rows ever met grow, see <see cref="TableCounts.Seen"/>.</summary>
public readonly record struct SeenRows(long Conversations, long Messages, long Feedbacks)
{
    public static SeenRows operator +(SeenRows a, SeenRows b) =>
        new(a.Conversations + b.Conversations, a.Messages + b.Messages, a.Feedbacks + b.Feedbacks);
}
