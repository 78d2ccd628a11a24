namespace Colloquy.Stores.Merging;

/// <summary>
/// Everything stored about one conversation. A tombstone keeps id, times and deletion of the conversation, and the ids of its
/// messages and feedback.
/// </summary>
public sealed record ConversationRecord
{
    /// <summary>The conversation's own row.</summary>
    public required Versioned<Conversation> Conversation { get; init; }
    /// <summary>
    /// Hash of the deleted row as it was delivered. The stored tombstone no longer has all its fields. 0 while the conversation is
    /// live.
    /// </summary>
    public UInt128 DeletedHash { get; init; }
    /// <summary>Ordered by (creation time, id).</summary>
    public ImmutableArray<Versioned<Message>> Messages { get; init; } = [];
    /// <summary>Ordered by id.</summary>
    public ImmutableArray<Versioned<Feedback>> Feedbacks { get; init; } = [];
    /// <summary>Ids of messages whose content was removed by a deletion and that were not delivered again, in ordinal order.</summary>
    public ImmutableArray<string> ExcludedMessages { get; init; } = [];
    /// <summary>Ids of feedback whose content was removed by a deletion or that was withdrawn, in ordinal order.</summary>
    public ImmutableArray<string> ExcludedFeedbacks { get; init; } = [];

    /// <summary>Whether the conversation was excluded by hand: a tombstone that no row revives.</summary>
    public bool IsExcluded { get; init; }

    /// <summary>Ids of messages that the source no longer has, in ordinal order.</summary>
    public ImmutableArray<string> GoneMessages { get; init; } = [];

    /// <summary>The order of <see cref="Messages"/>.</summary>
    public static int InOrder(Message a, Message b) =>
        a.CreatedAt.CompareTo(b.CreatedAt) is var byTime and not 0 ? byTime : string.CompareOrdinal(a.Id, b.Id);

    /// <summary>Whether the conversation was deleted or excluded.</summary>
    public bool IsTombstone => Conversation.Row.IsDeleted;

    /// <summary>Number of messages ever seen, excluded ones included.</summary>
    public int MessagesSeen => Messages.Length + ExcludedMessages.Length;

    /// <summary>Number of feedback rows ever seen, excluded ones included.</summary>
    public int FeedbacksSeen => Feedbacks.Length + ExcludedFeedbacks.Length;

    /// <inheritdoc cref="ConversationThread.Weight"/>
    public long Weight => ToThread(0).Weight;

    /// <inheritdoc cref="ConversationThread.Days"/>
    public ImmutableSortedSet<DateOnly> Days() => ToThread(0).Days();

    /// <summary>The live rows as a thread.</summary>
    public ConversationThread ToThread(long version) => new(
        Conversation.Row, Messages.Select(m => m.Row).ToImmutableArray(), Feedbacks.Select(f => f.Row).ToImmutableArray(), version)
    {
        GoneMessages = GoneMessages,
    };
}
