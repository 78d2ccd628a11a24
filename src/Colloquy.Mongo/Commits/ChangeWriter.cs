using Colloquy.Mongo.Documents;
using Colloquy.Mongo.Storage;
using MongoDB.Driver;

namespace Colloquy.Mongo.Commits;

/// <summary>
/// Applies the changes of decided commits. Each write requires that the document's commit number is smaller than its own.
/// </summary>
internal sealed class ChangeWriter(Database database)
{
    private const int ChangesAtOnce = 500;
    private const int BulksAtOnce = 4;

    public async Task RemoveAsync(IEnumerable<Change> changes, long number, CancellationToken cancellationToken)
    {
        foreach (var removal in changes.Where(change => change.Kind == ChangeKind.Remove))
        {
            await database.DeleteAsync(
                database.Of(removal.Collection), new BsonDocument(removal.Document).Add("commit", Before(number)), cancellationToken);
        }
    }

    public async Task WriteAsync(IEnumerable<Change> changes, CancellationToken cancellationToken)
    {
        foreach (var ofCollection in changes.Where(change => change.Kind != ChangeKind.Remove).GroupBy(change => change.Collection))
        {
            await WriteAsync(ofCollection.Key, ofCollection, cancellationToken);
        }
    }

    /// <summary>Writes in parallel, so that the next bulk is prepared while the server processes the previous one.</summary>
    public Task WriteAsync(string collection, IEnumerable<Change> changes, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        changes.Chunk(ChangesAtOnce),
        new ParallelOptions { MaxDegreeOfParallelism = BulksAtOnce, CancellationToken = cancellationToken },
        async (chunk, token) =>
        {
            var errors = await BulkAsync(database.Of(collection), chunk, WriteOf, token);
            Change[] taken =
            [
                .. errors.Where(error => error.Code == Failure.DuplicateKey)
                    .Select(error => chunk[error.Index]).Where(change => change.Kind == ChangeKind.Add),
            ];
            if (taken.Length > 0)
            {
                await BulkAsync(database.Of(collection), taken, change => Replacement(change.Document), token);
            }
        });

    private static WriteModel<BsonDocument> WriteOf(Change change) => change.Kind switch
    {
        ChangeKind.Add => new InsertOneModel<BsonDocument>(change.Document),
        ChangeKind.Set => Update(change.Document),
        _ => Replacement(change.Document),
    };

    // If the filter matches nothing because the document has a later commit number, the upsert fails with a duplicate key.
    private static ReplaceOneModel<BsonDocument> Replacement(BsonDocument document) =>
        new(Upsert.KeyOf(document).Add("commit", Before(document["commit"])), document) { IsUpsert = true };

    private static UpdateOneModel<BsonDocument> Update(BsonDocument fields) =>
        new(
            Upsert.KeyOf(fields).Add("commit", Before(fields["commit"])),
            new BsonDocument("$set", new BsonDocument(fields.Where(field => field.Name != "_id"))));

    private static BsonDocument Before(BsonValue number) => new("$lt", number);

    /// <summary>Writes a bulk. A document that the server permanently refuses becomes a dead letter.</summary>
    /// <returns>Errors of single documents; transient errors are retried.</returns>
    private async Task<IReadOnlyList<BulkWriteError>> BulkAsync(
        IMongoCollection<BsonDocument> collection,
        Change[] changes,
        Func<Change, WriteModel<BsonDocument>> write,
        CancellationToken cancellationToken)
    {
        var errors = await database.DoAsync(token => BulkAsync(collection, [.. changes.Select(write)], token), cancellationToken);
        foreach (var error in errors.Where(error => error.Code != Failure.DuplicateKey))
        {
            await KeepRefusedAsync(collection, changes[error.Index], error.Code, cancellationToken);
        }

        return errors;
    }

    private static async Task<IReadOnlyList<BulkWriteError>> BulkAsync(
        IMongoCollection<BsonDocument> collection, WriteModel<BsonDocument>[] writes, CancellationToken cancellationToken)
    {
        try
        {
            await collection.BulkWriteAsync(writes, new BulkWriteOptions { IsOrdered = false }, cancellationToken);
            return [];
        }
        catch (MongoBulkWriteException<BsonDocument> partly) when (
            !Failure.IsTransient(partly) && partly.WriteErrors.All(e => e.Code == Failure.DuplicateKey || Failure.IsOfDocument(e.Code)))
        {
            return partly.WriteErrors;
        }
    }

    private async Task KeepRefusedAsync(
        IMongoCollection<BsonDocument> collection, Change change, int code, CancellationToken cancellationToken)
    {
        var document = change.Document;
        if (change.Kind == ChangeKind.Set
            && await database.FindOneAsync(collection, Upsert.KeyOf(document), cancellationToken) is { } there)
        {
            document = Change.Merged(there, document);
        }

        await new RefusedDocuments(database)
            .KeepAsync(collection.CollectionNamespace.CollectionName, document, code, document.Count("commit"), cancellationToken);
    }
}
