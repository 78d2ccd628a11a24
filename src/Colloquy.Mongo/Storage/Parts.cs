using Colloquy.Mongo.Documents;
using MongoDB.Driver;

namespace Colloquy.Mongo.Storage;

/// <summary>Writes and reads the parts of large documents; see <see cref="Part"/>.</summary>
internal static class Parts
{
    /// <summary>
    /// Moves large values out of the documents and writes them as parts. They have no effect until the documents are written.
    /// </summary>
    public static async Task MoveToPartsAsync(
        this Database database, string collection, IEnumerable<BsonDocument> documents, long commit, CancellationToken cancellationToken)
    {
        foreach (var part in documents.SelectMany(document => Part.Extract(document, Part.OwnerOf(collection, document), commit)))
        {
            await database.DoAsync(
                async token => await database.Parts.ReplaceOneAsync(
                    new BsonDocument("_id", part["_id"]), part, new ReplaceOptions { IsUpsert = true }, token),
                cancellationToken);
        }
    }

    /// <summary>Restores the large values of documents that were read.</summary>
    public static async Task RestorePartsAsync(
        this Database database, string collection, IReadOnlyList<BsonDocument> documents, CancellationToken cancellationToken)
    {
        foreach (var document in documents.Where(Part.HasParts))
        {
            var owner = Part.OwnerOf(collection, document);
            var parts = await database.FindAsync(database.Parts, "_id", Part.KeysOf(document, owner), cancellationToken);
            Part.Restore(document, owner, parts.ToDictionary(part => part["_id"], part => part.Bytes("bytes")));
        }
    }
}
