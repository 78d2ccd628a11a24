using Colloquy.Model.Fields;
using Colloquy.Stores.Merging;

namespace Colloquy.Mongo.Documents;

/// <summary>
/// A message as a document: Dify's columns under their names. The <c>_id</c> is the message's id. If another conversation already has
/// a message with the same id, the <c>_id</c> is <c>ID@CONVERSATION</c>, and the id is in <c>id</c>.
/// </summary>
internal static class MessageDocument
{
    public static BsonDocument Of(Versioned<Message> message, BsonValue key, long commit, bool isGone)
    {
        var row = message.Row;
        var to = new BsonDocument { { "_id", key } };
        if (key is not BsonString text || text.Value != row.Id)
        {
            to.Put("id", row.Id);
        }

        var fields = new DocumentFieldWriter(to);
        MessageFields.Write(ref fields, row);
        to.Put("generation", (long?)message.Generation);
        to.Put("gone", isGone ? true : null);
        to.Put("commit", (long?)commit);
        return to;
    }

    /// <summary>What is kept of a message whose content was removed by a deletion.</summary>
    public static BsonDocument Excluded(string id, string conversationId, BsonValue key, long commit)
    {
        var to = new BsonDocument { { "_id", key } };
        if (key is not BsonString text || text.Value != id)
        {
            to.Put("id", id);
        }

        to.Put("conversation_id", conversationId);
        to.Put("excluded", true);
        to.Put("commit", (long?)commit);
        return to;
    }

    /// <summary>The usual key of a message.</summary>
    public static BsonValue Key(string id) => Fields.Of(id);

    /// <summary>The key if another conversation has a message with the same id.</summary>
    public static BsonValue Key(string id, string conversationId) => Fields.Of(id + "@" + conversationId);

    public static string IdOf(BsonDocument from) => from.Text("id") ?? from.Required("_id");

    public static Versioned<Message> RowOf(BsonDocument from)
    {
        var fields = new DocumentFieldReader(from, IdOf(from));
        return new(MessageFields.Read(ref fields), from.Count("generation"));
    }
}
