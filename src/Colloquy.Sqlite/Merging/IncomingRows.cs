namespace Colloquy.Sqlite.Merging;

/// <summary>The rows of one page that belong to one conversation.</summary>
internal sealed class IncomingRows(string conversationId)
{
    public string ConversationId { get; } = conversationId;

    public List<Conversation> Conversations { get; } = [];

    public List<Message> Messages { get; } = [];

    public List<Feedback> Feedbacks { get; } = [];

    public List<GoneRow> Gone { get; } = [];

    public bool IsOnlyGone => Conversations.Count + Messages.Count + Feedbacks.Count == 0;

    /// <summary>The rows of a page by conversation, in the order in which the page first names them.</summary>
    public static List<IncomingRows> Of(PageCommit page)
    {
        var groups = new List<IncomingRows>();
        var byId = new Dictionary<string, IncomingRows>(StringComparer.Ordinal);
        foreach (var row in page.Conversations)
        {
            Group(row.Id).Conversations.Add(row);
        }

        foreach (var row in page.Messages)
        {
            Group(row.ConversationId).Messages.Add(row);
        }

        foreach (var row in page.Feedbacks)
        {
            Group(row.ConversationId).Feedbacks.Add(row);
        }

        foreach (var row in page.Gone)
        {
            Group(row.ConversationId).Gone.Add(row);
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
