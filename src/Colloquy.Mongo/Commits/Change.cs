namespace Colloquy.Mongo.Commits;

/// <summary>
/// A change that a commit makes after it is decided. It may be made any number of times: a document that carries a later commit's number is left alone.
/// </summary>
/// <param name="Collection">Its name.</param>
/// <param name="Document">Of a removal the filter, of <see cref="ChangeKind.Set"/> the key and the fields that change, otherwise the document. It has a <c>commit</c>, but for the filter.</param>
internal sealed record Change(string Collection, ChangeKind Kind, BsonDocument Document)
{
    /// <summary>Whether it brings a whole document.</summary>
    public bool IsPut => Kind is ChangeKind.Put or ChangeKind.Add;

    public static Change Put(string collection, BsonDocument document, bool isNew = false) =>
        new(collection, isNew ? ChangeKind.Add : ChangeKind.Put, document);

    public static Change Set(string collection, BsonDocument fields) => new(collection, ChangeKind.Set, fields);

    public static Change Remove(string collection, BsonDocument filter) => new(collection, ChangeKind.Remove, filter);

    /// <summary>The document with the fields in place of its own of the same names.</summary>
    public static BsonDocument Merged(BsonDocument document, BsonDocument fields) =>
        new BsonDocument(document.Elements).Merge(fields, overwriteExistingElements: true);
}

/// <summary>How a <see cref="Change"/> is made. The numbers are in the journal.</summary>
internal enum ChangeKind
{
    /// <summary>The document takes the place of the one of its key, if there is one.</summary>
    Put = 0,

    /// <summary>As <see cref="Put"/>, of a document that was not there when the commit began: an insertion is tried first.</summary>
    Add = 1,

    /// <summary>Documents go.</summary>
    Remove = 2,

    /// <summary>Fields of a document that is there take other values.</summary>
    Set = 3,
}
