using MongoDB.Driver;

namespace Colloquy.Mongo.Storage;

/// <summary>Replaces a document by its key, or inserts it.</summary>
internal static class Upsert
{
    public static ReplaceOneModel<BsonDocument> Of(BsonDocument document) => new(KeyOf(document), document) { IsUpsert = true };

    /// <summary>In a collection sharded by conversation, <c>_id</c> alone does not find a document.</summary>
    public static BsonDocument KeyOf(BsonDocument document)
    {
        var key = new BsonDocument("_id", document["_id"]);
        return document.TryGetValue("conversation_id", out var conversation) ? key.Add("conversation_id", conversation) : key;
    }
}
