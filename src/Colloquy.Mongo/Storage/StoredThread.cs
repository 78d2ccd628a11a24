using Colloquy.Mongo.Documents;
using Colloquy.Stores.Merging;

namespace Colloquy.Mongo.Storage;

/// <summary>Everything stored about one conversation, as of one commit.</summary>
/// <param name="Document">Document of the conversation.</param>
/// <param name="Messages">Documents of its messages by message id, including excluded ones.</param>
internal sealed record StoredThread(
    BsonDocument Document, Head Head, ConversationRecord Record, IReadOnlyDictionary<string, BsonDocument> Messages)
{
    public string Id => Record.Conversation.Row.Id;

    /// <summary>The input of the merge rules.</summary>
    public StoredConversation Facts => new(Id, Head.Version)
    {
        Record = Record,
        Source = Head.Source,
        IsExcluded = Record.IsExcluded,
        MessagesSeen = Record.MessagesSeen,
        FeedbacksSeen = Record.FeedbacksSeen,
    };

    /// <summary>Puts a conversation together.</summary>
    /// <returns>Null if the documents are inconsistent because a commit is being applied.</returns>
    public static StoredThread? Of(BsonDocument document, IEnumerable<BsonDocument> messages, IEnumerable<BsonDocument> feedbacks)
    {
        var byId = messages.ToDictionary(MessageDocument.IdOf, StringComparer.Ordinal);
        var live = byId.Values.Where(message => !message.Is("excluded")).Select(MessageDocument.RowOf).ToArray();
        Array.Sort(live, (a, b) => ConversationRecord.InOrder(a.Row, b.Row));
        var (liveFeedbacks, excludedFeedbacks) = feedbacks.ToLookup(feedback => feedback.Is("excluded")) is var split
            ? (split[false], split[true])
            : default;
        var record = new ConversationRecord
        {
            Conversation = ConversationDocument.RowOf(document),
            DeletedHash = ConversationDocument.DeletedHash(document),
            IsExcluded = ConversationDocument.IsExcluded(document),
            Messages = [.. live],
            Feedbacks = [.. liveFeedbacks.Select(FeedbackDocument.RowOf).OrderBy(feedback => feedback.Row.Id, StringComparer.Ordinal)],
            ExcludedMessages =
            [
                .. byId.Where(message => message.Value.Is("excluded")).Select(message => message.Key).Order(StringComparer.Ordinal),
            ],
            ExcludedFeedbacks = [.. excludedFeedbacks.Select(feedback => feedback.Required("id")).Order(StringComparer.Ordinal)],
            GoneMessages =
            [
                .. byId.Where(message => message.Value.Is("gone")).Select(message => message.Key).Order(StringComparer.Ordinal),
            ],
        };
        return ConversationDocument.Counts(document) == (
            record.Messages.Length, record.Feedbacks.Length, record.ExcludedMessages.Length, record.ExcludedFeedbacks.Length)
            ? new StoredThread(document, ConversationDocument.HeadOf(document), record, byId)
            : null;
    }
}
