namespace Colloquy.Mongo.Commits;

/// <summary>
/// A change that a commit makes after it is decided. It may be made any number of times: a document that carries a later commit's number is left alone.
/// </summary>
/// <param name="Collection">Its name.</param>
/// <param name="Document">Of a removal the filter, otherwise the document, which has a <c>commit</c>.</param>
internal sealed record Change(string Collection, ChangeKind Kind, BsonDocument Document)
{
    public bool IsPut => Kind != ChangeKind.Remove;

    public static Change Put(string collection, BsonDocument document, bool isNew = false) => new(collection, isNew ? ChangeKind.Add : ChangeKind.Put, document);

    public static Change Remove(string collection, BsonDocument filter) => new(collection, ChangeKind.Remove, filter);

    public BsonDocument ToBson() => new() { { "collection", Collection }, { "kind", (int)Kind }, { "document", Document } };

    public static Change Of(BsonDocument from) => new(from["collection"].AsString, (ChangeKind)from["kind"].AsInt32, from["document"].AsBsonDocument);
}

/// <summary>How a <see cref="Change"/> is made.</summary>
internal enum ChangeKind
{
    /// <summary>The document takes the place of the one of its key, if there is one.</summary>
    Put,

    /// <summary>As <see cref="Put"/>, of a document that was not there when the commit began: an insertion is tried first.</summary>
    Add,

    /// <summary>Documents go.</summary>
    Remove,
}
