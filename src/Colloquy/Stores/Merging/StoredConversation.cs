namespace Colloquy.Stores.Merging;

/// <summary>What a store has of one conversation.</summary>
/// <param name="Version">See <see cref="ConversationThread.Version"/>.</param>
public sealed record StoredConversation(string Id, long Version)
{
    /// <summary>Null if it is missing or cannot be read.</summary>
    public ConversationRecord? Record { get; init; }

    /// <summary>The source that delivered the conversation last; null if it is not known.</summary>
    public string? Source { get; init; }

    /// <summary>Excluded by hand.</summary>
    public bool IsExcluded { get; init; }

    /// <summary>Messages that were counted as seen.</summary>
    public int MessagesSeen { get; init; }

    /// <summary>Feedbacks that were counted as seen.</summary>
    public int FeedbacksSeen { get; init; }

    /// <summary>The days on which the store's index has the conversation; null: those of the record.</summary>
    public ImmutableSortedSet<DateOnly>? IndexedDays { get; init; }

    /// <summary>The record can be read, or the rows are enough to make a new one.</summary>
    public bool CanTake(IncomingRows rows) => Record is not null || IsExcluded || rows.Conversations.Count > 0;

    internal ImmutableSortedSet<DateOnly> Days() => IndexedDays ?? Record?.Days() ?? [];
}
