namespace Colloquy.Publish;

/// <summary>Picks the lake rows of one UTC day from the conversations active on it. Pure.</summary>
internal static class DayRows
{
    /// <summary>The rows of one day.</summary>
    /// <param name="active">Every conversation created on the day or with a message on it.</param>
    public static DayPartition Of(DateOnly day, IReadOnlyList<AnalysedConversation> active)
    {
        var conversations = new List<AnalysedConversation>();
        var messages = new List<MessageRow>();
        var labels = new List<LabelRow>();
        // In the order in which lakes store them, so that they need not sort.
        foreach (var conversation in active.OrderBy(c => c.Conversation.AppId, StringComparer.Ordinal).ThenBy(c => c.Conversation.CreatedAt)
            .ThenBy(c => c.Conversation.Id, StringComparer.Ordinal))
        {
            if (IsOn(day, conversation.Conversation.CreatedAt))
            {
                conversations.Add(conversation);
            }

            foreach (var turn in conversation.Turns)
            {
                if (IsOn(day, turn.Message.CreatedAt))
                {
                    messages.Add(new MessageRow(conversation, turn));
                }
            }

            foreach (var label in conversation.Labels)
            {
                var labelled = label.Turn is { } number
                    ? conversation.Turns[number - 1].Message.CreatedAt
                    : conversation.Conversation.CreatedAt;
                if (IsOn(day, labelled))
                {
                    labels.Add(new LabelRow(conversation, label, labelled));
                }
            }
        }

        return new DayPartition(day) { Conversations = conversations, Messages = messages, Labels = ByClaim(labels) };
    }

    // Claims of one kind together; within a kind, in the order of conversations.
    private static List<LabelRow> ByClaim(List<LabelRow> labels) =>
    [
        .. labels
            .GroupBy(row => (row.Label.Kind, IsWhole: row.Label.Turn is null, row.Label.Value, row.Label.Classifier, row.Label.Revision))
            .OrderBy(claim => claim.Key.Kind, StringComparer.Ordinal)
            .ThenBy(claim => claim.Key.IsWhole)
            .ThenBy(claim => claim.Key.Value, StringComparer.Ordinal)
            .ThenBy(claim => claim.Key.Classifier, StringComparer.Ordinal)
            .ThenBy(claim => claim.Key.Revision, StringComparer.Ordinal)
            .SelectMany(claim => claim),
    ];

    private static bool IsOn(DateOnly day, DateTimeOffset instant) => DateOnly.FromDateTime(instant.UtcDateTime) == day;
}
