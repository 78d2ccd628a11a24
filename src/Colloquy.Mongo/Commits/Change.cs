namespace Colloquy.Mongo.Commits;

/// <summary>
/// A change that a commit makes after it is decided: a document put in the place of the one of its key, or documents removed. It may be made any number of times: a document
/// that carries a later commit's number is left alone.
/// </summary>
/// <param name="Collection">Its name.</param>
/// <param name="Document">Put: the document, which has a <c>commit</c>. Remove: the filter.</param>
internal sealed record Change(string Collection, bool IsPut, BsonDocument Document)
{
    public static Change Put(string collection, BsonDocument document) => new(collection, true, document);

    public static Change Remove(string collection, BsonDocument filter) => new(collection, false, filter);

    public BsonDocument ToBson() => new() { { "collection", Collection }, { "put", IsPut }, { "document", Document } };

    public static Change Of(BsonDocument from) => new(from["collection"].AsString, from["put"].AsBoolean, from["document"].AsBsonDocument);
}
