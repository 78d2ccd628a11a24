namespace Colloquy.Stores.Merging;

/// <summary>The rows of one page that belong to one conversation.</summary>
public sealed class IncomingRows(string conversationId)
{
    private readonly List<Conversation> conversations = [];
    private readonly List<Message> messages = [];
    private readonly List<Feedback> feedbacks = [];
    private readonly List<GoneRow> gone = [];

    /// <summary>Id of the conversation.</summary>
    public string ConversationId { get; } = conversationId;

    /// <summary>Versions of the conversation's own row.</summary>
    public IReadOnlyList<Conversation> Conversations => conversations;

    /// <summary>Its messages.</summary>
    public IReadOnlyList<Message> Messages => messages;

    /// <summary>Its feedback.</summary>
    public IReadOnlyList<Feedback> Feedbacks => feedbacks;

    /// <summary>Messages and feedback that the source no longer has.</summary>
    public IReadOnlyList<GoneRow> Gone => gone;

    /// <summary>Whether the page has no rows of the conversation, but only says which ones are gone.</summary>
    public bool IsOnlyGone => Conversations.Count + Messages.Count + Feedbacks.Count == 0;

    /// <summary>Groups the rows of a page by conversation, in the order in which the page first mentions them.</summary>
    /// <exception cref="ArgumentException"><see cref="PageCommit.Gone"/> names a row that is neither a message nor feedback.</exception>
    public static IReadOnlyList<IncomingRows> Of(PageCommit page)
    {
        if (page.Gone.Any(row => row.Table is not (SourceTable.Messages or SourceTable.Feedbacks)))
        {
            throw new ArgumentException("Only messages and feedback can be gone from a conversation.", nameof(page));
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
