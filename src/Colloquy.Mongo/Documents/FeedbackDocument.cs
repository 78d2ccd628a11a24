using Colloquy.Stores.Merging;

namespace Colloquy.Mongo.Documents;

/// <summary>A feedback as a document: Dify's columns under their names; <c>_id</c> is <c>CONVERSATION/ID</c>.</summary>
internal static class FeedbackDocument
{
    public static BsonDocument Of(Versioned<Feedback> feedback, long commit)
    {
        var row = feedback.Row;
        var to = Named(row.Id, row.ConversationId);
        to.Put("message_id", row.MessageId);
        to.Put("rating", row.Rating);
        to.Put("content", row.Content);
        to.Put("from_source", row.FromSource);
        to.Put("from_end_user_id", row.FromEndUserId);
        to.Put("from_account_id", row.FromAccountId);
        to.Put("created_at", row.CreatedAt);
        to.Put("updated_at", row.UpdatedAt);
        to.Put("generation", (long?)feedback.Generation);
        to.Put("commit", (long?)commit);
        return to;
    }

    /// <summary>What stays of a feedback that was withdrawn, or whose conversation was deleted.</summary>
    public static BsonDocument Excluded(string id, string conversationId, long commit)
    {
        var to = Named(id, conversationId);
        to.Put("excluded", true);
        to.Put("commit", (long?)commit);
        return to;
    }

    public static Versioned<Feedback> RowOf(BsonDocument from) => new(
        new Feedback
        {
            Id = from.Known("id"),
            ConversationId = from.Known("conversation_id"),
            MessageId = from.Known("message_id"),
            Rating = from.Known("rating"),
            Content = from.Text("content"),
            FromSource = from.Text("from_source"),
            FromEndUserId = from.Text("from_end_user_id"),
            FromAccountId = from.Text("from_account_id"),
            CreatedAt = from.Time("created_at"),
            UpdatedAt = from.Time("updated_at"),
        },
        from.Count("generation"));

    private static BsonDocument Named(string id, string conversationId)
    {
        var to = new BsonDocument { { "_id", Fields.Of(conversationId + "/" + id) } };
        to.Put("id", id);
        to.Put("conversation_id", conversationId);
        return to;
    }
}
