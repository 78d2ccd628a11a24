namespace Colloquy.Stores.Merging;

/// <summary>What a store has of one conversation.</summary>
/// <param name="Id">Id of the conversation.</param>
/// <param name="Version">See <see cref="ConversationThread.Version"/>.</param>
public sealed record StoredConversation(string Id, long Version)
{
    /// <summary>The record; null if it is missing or not readable.</summary>
    public ConversationRecord? Record { get; init; }

    /// <summary>The source that delivered the conversation last; null if unknown.</summary>
    public string? Source { get; init; }

    /// <summary>Whether it was excluded by hand.</summary>
    public bool IsExcluded { get; init; }

    /// <summary>Number of messages already counted in <see cref="TableCounts.Seen"/>.</summary>
    public int MessagesSeen { get; init; }

    /// <summary>Number of feedback rows already counted in <see cref="TableCounts.Seen"/>.</summary>
    public int FeedbacksSeen { get; init; }

    /// <summary>The days for which the store has indexed the conversation; null if they are those of the record.</summary>
    public ImmutableSortedSet<DateOnly>? IndexedDays { get; init; }

    /// <summary>Whether the rows can be merged: the record is readable, or the rows suffice to rebuild it.</summary>
    public bool CanTake(IncomingRows rows) => Record is not null || IsExcluded || rows.Conversations.Count > 0;

    internal ImmutableSortedSet<DateOnly> Days() => IndexedDays ?? Record?.Days() ?? [];
}
