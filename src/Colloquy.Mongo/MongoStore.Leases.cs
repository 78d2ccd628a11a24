using Colloquy.Mongo.Documents;
using Colloquy.Mongo.Storage;
using MongoDB.Driver;

namespace Colloquy.Mongo;

public sealed partial class MongoStore
{
    public async Task<bool> TryAcquireLeaseAsync(string name, string owner, DateTimeOffset now, TimeSpan duration, CancellationToken stop)
    {
        var free = new BsonDocument
        {
            { "_id", Fields.Of(name) },
            { "$or", new BsonArray { new BsonDocument("owner", Fields.Of(owner)), new BsonDocument("until", new BsonDocument("$lte", Fields.DateOf(now))) } },
        };
        var taken = new BsonDocument();
        taken.Put("owner", owner);
        taken.Put("until", now + duration);
        var (acquired, before) = await database.DoAsync(token => TryAcquireAsync(free, taken, token), stop);
        if (!acquired)
        {
            return false;
        }

        // Who takes a lease, rather than renewing it, ends what its last holder may still be writing.
        if (before?.Text("owner") != owner || before.Time("until") <= now)
        {
            await WriteAsync(token => log.TakeOverAsync(name, owner, token), stop);
        }

        return true;
    }

    public Task ReleaseLeaseAsync(string name, string owner, CancellationToken stop) =>
        database.DeleteAsync(database.Leases, new BsonDocument { { "_id", Fields.Of(name) }, { "owner", Fields.Of(owner) } }, stop);

    public async Task<Lease?> ReadLeaseAsync(string name, CancellationToken stop) =>
        await database.FindOneAsync(database.Leases, new BsonDocument("_id", Fields.Of(name)), stop) is { } lease ? new Lease(name, lease.Known("owner"), lease.Time("until")!.Value) : null;

    private async Task<(bool Acquired, BsonDocument? Before)> TryAcquireAsync(BsonDocument free, BsonDocument taken, CancellationToken stop)
    {
        try
        {
            var before = await database.Leases.FindOneAndUpdateAsync(
                free, new BsonDocument("$set", taken), new FindOneAndUpdateOptions<BsonDocument, BsonDocument?> { IsUpsert = true, ReturnDocument = ReturnDocument.Before }, stop);
            return (true, before);
        }
        catch (MongoCommandException held) when (held.Code == Failure.DuplicateKey)
        {
            return (false, null);
        }
    }
}
