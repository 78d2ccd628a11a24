namespace Colloquy.Stores.Merging;

/// <summary>
/// Everything stored about one conversation. A tombstone keeps the conversation's id, times and deletion, and the ids of its messages and feedbacks.
/// </summary>
public sealed record ConversationRecord
{
    public required Versioned<Conversation> Conversation { get; init; }
    /// <summary>Hash of the deleted row as it came, which its stored rest no longer has; 0 while the conversation is live.</summary>
    public UInt128 DeletedHash { get; init; }
    /// <summary>In the order of (created, id).</summary>
    public ImmutableArray<Versioned<Message>> Messages { get; init; } = [];
    /// <summary>In the order of id.</summary>
    public ImmutableArray<Versioned<Feedback>> Feedbacks { get; init; } = [];
    /// <summary>Ids of messages whose content a deletion took and that did not come again, in ordinal order.</summary>
    public ImmutableArray<string> ExcludedMessages { get; init; } = [];
    /// <inheritdoc cref="ExcludedMessages"/>
    public ImmutableArray<string> ExcludedFeedbacks { get; init; } = [];

    /// <summary>Excluded by hand: a tombstone that no row wakes.</summary>
    public bool IsExcluded { get; init; }

    /// <summary>Ids of messages that the source no longer has, in ordinal order.</summary>
    public ImmutableArray<string> GoneMessages { get; init; } = [];

    /// <summary>The order of <see cref="Messages"/>.</summary>
    public static int InOrder(Message a, Message b) =>
        a.CreatedAt.CompareTo(b.CreatedAt) is var byTime and not 0 ? byTime : string.CompareOrdinal(a.Id, b.Id);

    public bool IsTombstone => Conversation.Row.IsDeleted;

    public int MessagesMet => Messages.Length + ExcludedMessages.Length;

    public int FeedbacksMet => Feedbacks.Length + ExcludedFeedbacks.Length;

    /// <inheritdoc cref="ConversationThread.Weight"/>
    public long Weight => ToThread(0).Weight;

    /// <inheritdoc cref="ConversationThread.Days"/>
    public ImmutableSortedSet<DateOnly> Days() => ToThread(0).Days();

    public ConversationThread ToThread(long version) => new(
        Conversation.Row, Messages.Select(m => m.Row).ToImmutableArray(), Feedbacks.Select(f => f.Row).ToImmutableArray(), version)
    {
        GoneMessages = GoneMessages,
    };
}
