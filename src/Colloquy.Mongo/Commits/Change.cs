namespace Colloquy.Mongo.Commits;

/// <summary>
/// A change that is part of a decided commit. Applying it is idempotent: it never overwrites a document with a later commit number.
/// </summary>
/// <param name="Collection">Name of the collection.</param>
/// <param name="Document">
/// For a removal, the filter. For <see cref="ChangeKind.Set"/>, the key and the fields that change. Otherwise the whole document.
/// Except for filters, it has a <c>commit</c>.
/// </param>
internal sealed record Change(string Collection, ChangeKind Kind, BsonDocument Document)
{
    /// <summary>Whether the change brings a whole document.</summary>
    public bool IsPut => Kind is ChangeKind.Put or ChangeKind.Add;

    public static Change Put(string collection, BsonDocument document, bool isNew = false) =>
        new(collection, isNew ? ChangeKind.Add : ChangeKind.Put, document);

    public static Change Set(string collection, BsonDocument fields) => new(collection, ChangeKind.Set, fields);

    public static Change Remove(string collection, BsonDocument filter) => new(collection, ChangeKind.Remove, filter);

    /// <summary>The document with the given fields overwritten.</summary>
    public static BsonDocument Merged(BsonDocument document, BsonDocument fields) =>
        new BsonDocument(document.Elements).Merge(fields, overwriteExistingElements: true);
}

/// <summary>How a <see cref="Change"/> is applied. The numbers are stored in the journal.</summary>
internal enum ChangeKind
{
    /// <summary>Upserts the document.</summary>
    Put = 0,

    /// <summary>Like <see cref="Put"/>, for a document that did not exist when the commit began: an insert is tried first.</summary>
    Add = 1,

    /// <summary>Deletes all documents that match the filter.</summary>
    Remove = 2,

    /// <summary>Updates fields of an existing document.</summary>
    Set = 3,
}
