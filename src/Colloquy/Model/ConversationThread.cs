namespace Colloquy.Model;

/// <summary>
/// The record of one conversation: its row, its messages in the order of (<see cref="Message.CreatedAt"/>, <see cref="Message.Id"/>,
/// ordinal), and the feedback on them in the order of id. Everything downstream is a pure function of threads.
/// </summary>
/// <param name="Version">Grows with each change of the record; 1 when first stored.</param>
public sealed record ConversationThread(
    Conversation Conversation, ImmutableArray<Message> Messages, ImmutableArray<Feedback> Feedbacks, long Version)
{
    /// <summary>Ids of messages that the source no longer has, in ordinal order.</summary>
    public ImmutableArray<string> GoneMessages { get; init; } = [];

    /// <summary>UTC days on which the thread is active: that of its beginning and those of its messages. None once it is deleted.</summary>
    public ImmutableSortedSet<DateOnly> Days() => Conversation.IsDeleted
        ? []
        : [DayOf(Conversation.CreatedAt), .. Messages.Select(m => DayOf(m.CreatedAt))];

    private static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);
}
