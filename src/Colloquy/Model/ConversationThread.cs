namespace Colloquy.Model;

/// <summary>
/// Everything stored about one conversation: its row, its messages ordered by (<see cref="Message.CreatedAt"/>, <see cref="Message.Id"/>
/// ordinal), and their feedback ordered by id. All later stages are pure functions of threads.
/// </summary>
/// <param name="Conversation">The row.</param>
/// <param name="Messages">Its messages in this order.</param>
/// <param name="Feedbacks">Its feedback in this order.</param>
/// <param name="Version">Incremented with each change; 1 when first stored.</param>
public sealed record ConversationThread(
    Conversation Conversation, ImmutableArray<Message> Messages, ImmutableArray<Feedback> Feedbacks, long Version)
{
    private const long RowWeight = 512;

    /// <summary>Ids of messages that the source no longer has, in ordinal order.</summary>
    public ImmutableArray<string> GoneMessages { get; init; } = [];

    /// <summary>Approximate bytes in memory: the longer texts, plus a constant per row.</summary>
    public long Weight
    {
        get
        {
            var row = Conversation;
            var characters = Length(row.Name) + Length(row.Summary) + Length(row.OverrideModelConfigs) + Length(row.Inputs)
                + Length(row.Introduction) + Length(row.SystemInstruction) + Length(row.Extra);
            foreach (var message in Messages)
            {
                characters += Length(message.Query) + Length(message.Answer) + Length(message.Inputs) + Length(message.Metadata)
                    + Length(message.Error) + Length(message.OverrideModelConfigs) + Length(message.Extra);
            }

            foreach (var feedback in Feedbacks)
            {
                characters += Length(feedback.Content);
            }

            return (sizeof(char) * characters) + (RowWeight * (1L + Messages.Length + Feedbacks.Length));
        }
    }

    /// <summary>UTC days on which the conversation began or has messages; empty once it is deleted.</summary>
    public ImmutableSortedSet<DateOnly> Days() => Conversation.IsDeleted
        ? []
        : [DayOf(Conversation.CreatedAt), .. Messages.Select(m => DayOf(m.CreatedAt))];

    private static long Length(string? text) => text?.Length ?? 0;

    private static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);
}
