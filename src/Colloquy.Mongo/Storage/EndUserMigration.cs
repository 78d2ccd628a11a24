using Colloquy.Mongo.Commits;
using Colloquy.Mongo.Documents;
using MongoDB.Driver;

namespace Colloquy.Mongo.Storage;

/// <summary>
/// Seals the end users of a database with schema 1. Can be interrupted and repeated: a document is deleted only after its replacement
/// was written.
/// </summary>
internal sealed class EndUserMigration(Database database)
{
    private const int AtOnce = 1_000;
    private static readonly BsonDocument TheState = new("_id", CommitState.Id);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if ((await database.FindOneAsync(database.State, TheState, cancellationToken))?.Int("schema") is not { } schema
            || schema >= CommitState.Schema)
        {
            return;
        }

        var open = new BsonDocument("sealed", new BsonDocument("$ne", true));
        while (await database.FindAsync(
            database.EndUsers, open, cancellationToken, new BsonDocument("_id", 1), AtOnce) is { Count: > 0 } users)
        {
            await database.RestorePartsAsync("end_users", users, cancellationToken);
            var writes = users.SelectMany(user => (WriteModel<BsonDocument>[])
            [
                Put(Seal(user)),
                new DeleteOneModel<BsonDocument>(new BsonDocument("_id", user["_id"])),
            ]).ToArray();
            await database.DoAsync(
                async token => await database.EndUsers.BulkWriteAsync(writes, new BulkWriteOptions { IsOrdered = true }, token),
                cancellationToken);
        }

        await database.DeleteAsync(database.Parts, new BsonDocument("owner", new BsonDocument("$regex", "^end_users/")), cancellationToken);
        await database.UpdateAsync(
            database.State, TheState, new BsonDocument("$set", new BsonDocument("schema", CommitState.Schema)), cancellationToken);
    }

    private static ReplaceOneModel<BsonDocument> Put(BsonDocument user) =>
        new(new BsonDocument("_id", user["_id"]), user) { IsUpsert = true };

    private static BsonDocument Seal(BsonDocument from)
    {
        var user = new EndUser(from.Required("_id"), from.Text("external_id"), from.Time("created_at"), from.Time("updated_at"));
        return SideRows.DocumentOf(SealedEndUser.Of(user), from.Count("generation"), from.Count("commit"));
    }
}
