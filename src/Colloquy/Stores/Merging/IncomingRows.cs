namespace Colloquy.Stores.Merging;

/// <summary>The rows of one page that belong to one conversation.</summary>
public sealed class IncomingRows(string conversationId)
{
    private readonly List<Conversation> conversations = [];
    private readonly List<Message> messages = [];
    private readonly List<Feedback> feedbacks = [];
    private readonly List<GoneRow> gone = [];

    public string ConversationId { get; } = conversationId;

    public IReadOnlyList<Conversation> Conversations => conversations;

    public IReadOnlyList<Message> Messages => messages;

    public IReadOnlyList<Feedback> Feedbacks => feedbacks;

    public IReadOnlyList<GoneRow> Gone => gone;

    /// <summary>The page brings nothing of the conversation, it only says what is gone.</summary>
    public bool IsOnlyGone => Conversations.Count + Messages.Count + Feedbacks.Count == 0;

    /// <summary>The rows of a page by conversation, in the order in which the page first names them.</summary>
    /// <exception cref="ArgumentException">A row of another table than messages and feedbacks is gone.</exception>
    public static IReadOnlyList<IncomingRows> Of(PageCommit page)
    {
        if (page.Gone.Any(row => row.Table is not (SourceTable.Messages or SourceTable.Feedbacks)))
        {
            throw new ArgumentException("Only messages and feedbacks can be gone from a conversation that is there.", nameof(page));
        }

        var groups = new List<IncomingRows>();
        var byId = new Dictionary<string, IncomingRows>(StringComparer.Ordinal);
        foreach (var row in page.Conversations)
        {
            Group(row.Id).conversations.Add(row);
        }

        foreach (var row in page.Messages)
        {
            Group(row.ConversationId).messages.Add(row);
        }

        foreach (var row in page.Feedbacks)
        {
            Group(row.ConversationId).feedbacks.Add(row);
        }

        foreach (var row in page.Gone)
        {
            Group(row.ConversationId).gone.Add(row);
        }

        return groups;

        IncomingRows Group(string id)
        {
            if (!byId.TryGetValue(id, out var group))
            {
                byId[id] = group = new IncomingRows(id);
                groups.Add(group);
            }

            return group;
        }
    }
}
