using Colloquy.Model.Fields;
using Colloquy.Stores.Merging;

namespace Colloquy.Mongo.Documents;

/// <summary>Feedback as a document: Dify's columns under their names. The <c>_id</c> is <c>CONVERSATION/ID</c>.</summary>
internal static class FeedbackDocument
{
    public static BsonDocument Of(Versioned<Feedback> feedback, long commit)
    {
        var row = feedback.Row;
        var to = Named(row.Id, row.ConversationId);
        var fields = new DocumentFieldWriter(to);
        FeedbackFields.Write(ref fields, row);
        to.Put("generation", (long?)feedback.Generation);
        to.Put("commit", (long?)commit);
        return to;
    }

    /// <summary>What is kept of feedback that was withdrawn, or whose conversation was deleted.</summary>
    public static BsonDocument Excluded(string id, string conversationId, long commit)
    {
        var to = Named(id, conversationId);
        to.Put("conversation_id", conversationId);
        to.Put("excluded", true);
        to.Put("commit", (long?)commit);
        return to;
    }

    public static Versioned<Feedback> RowOf(BsonDocument from)
    {
        var fields = new DocumentFieldReader(from, from.Required("id"));
        return new(FeedbackFields.Read(ref fields), from.Count("generation"));
    }

    private static BsonDocument Named(string id, string conversationId)
    {
        var to = new BsonDocument { { "_id", Fields.Of(conversationId + "/" + id) } };
        to.Put("id", id);
        return to;
    }
}
