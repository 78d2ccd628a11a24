using Colloquy.Mongo.Documents;
using Colloquy.Mongo.Storage;
using Colloquy.Stores.Ownership;
using MongoDB.Driver;

namespace Colloquy.Mongo.Commits;

/// <summary>
/// Mutual exclusion between processes, through a document that expires by the server's clock. The clock is read before the document
/// is changed, so that the holder never believes that the lease lasts longer than it does.
/// </summary>
/// <param name="clock">Only measures durations.</param>
internal sealed class Lease(Database database, TimeProvider clock)
{
    public const string Id = "run";

    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);

    /// <summary>How long after it was requested a lease is certainly valid.</summary>
    public static readonly TimeSpan CertainFor = TimeSpan.FromSeconds(45);

    private static readonly BsonDocument TheLease = new("_id", Id);

    /// <summary>Takes the lease.</summary>
    /// <param name="owner">Unique name of the new holder.</param>
    /// <param name="dead">Earlier holders that are known to have ended.</param>
    /// <returns>Null if another process holds the lease.</returns>
    public async Task<LeaseTerm?> TryTakeAsync(string owner, IReadOnlyCollection<string> dead, CancellationToken cancellationToken)
    {
        var (asked, now) = await ReadServerTimeAsync(cancellationToken);
        var taken = new BsonDocument
        {
            { "owner", owner },
            { "holder", StoreHolder.ThisProcess },
            { "until", Fields.DateOf(now + Duration) },
            { "released", false },
        };

        // If the lease was released, its earlier holder has ended. If it only expired, the holder may still be alive.
        var known = new BsonDocument("owner", new BsonDocument("$in", new BsonArray([.. dead, owner])));
        var ended = new BsonDocument { { "_id", Id }, { "$or", new BsonArray { new BsonDocument("released", true), known } } };
        var expired = new BsonDocument { { "_id", Id }, { "until", new BsonDocument("$lte", Fields.DateOf(now)) } };
        var lease = await ChangeAsync(ended, new BsonDocument("$set", taken), cancellationToken)
            ?? await ChangeAsync(expired, new BsonDocument("$set", new BsonDocument(taken).Add("rival", true)), cancellationToken)
            ?? (await TryCreateAsync(taken, cancellationToken) ? taken : null);
        return lease is null ? null : new LeaseTerm(asked, lease.Is("rival"));
    }

    /// <summary>Extends the lease.</summary>
    /// <returns>Null if another process holds the lease.</returns>
    public async Task<LeaseTerm?> TryRenewAsync(string owner, CancellationToken cancellationToken)
    {
        var (asked, now) = await ReadServerTimeAsync(cancellationToken);
        var lease = await ChangeAsync(
            Of(owner), new BsonDocument("$set", new BsonDocument("until", Fields.DateOf(now + Duration))), cancellationToken);
        return lease is null ? null : new LeaseTerm(asked, lease.Is("rival"));
    }

    /// <summary>Records that no earlier holder can do harm any more.</summary>
    public Task FencedAsync(string owner, CancellationToken cancellationToken) =>
        database.UpdateAsync(database.Leases, Of(owner), new BsonDocument("$set", new BsonDocument("rival", false)), cancellationToken);

    public Task ReleaseAsync(string owner, CancellationToken cancellationToken) =>
        database.UpdateAsync(database.Leases, Of(owner), new BsonDocument("$set", new BsonDocument("released", true)), cancellationToken);

    public async Task<StoreHolder?> FindHolderAsync(CancellationToken cancellationToken)
    {
        if (await database.FindOneAsync(database.Leases, TheLease, cancellationToken) is not { } lease
            || lease.Is("released")
            || lease.Time("until") is not { } until)
        {
            return null;
        }

        var (_, now) = await ReadServerTimeAsync(cancellationToken);
        return until > now ? new StoreHolder(lease.Text("holder") ?? "unknown", until) : null;
    }

    private static BsonDocument Of(string owner) => new() { { "_id", Id }, { "owner", owner } };

    private async Task<(long Asked, DateTimeOffset Now)> ReadServerTimeAsync(CancellationToken cancellationToken)
    {
        var asked = clock.GetTimestamp();
        var hello = await database.DoAsync(
            async token => await database.Content.RunCommandAsync<BsonDocument>(new BsonDocument("hello", 1), cancellationToken: token),
            cancellationToken);
        var now = hello.Time("localTime") ?? throw new StoreException(
            $"{database.Location} does not report its time, so no run can hold it. "
            + "Use MongoDB, or a service that includes localTime in its response to hello.");
        return (asked, now);
    }

    private Task<BsonDocument?> ChangeAsync(BsonDocument filter, BsonDocument update, CancellationToken cancellationToken) =>
        database.DoAsync<BsonDocument?>(
            async token => await database.Leases.FindOneAndUpdateAsync(
                filter, update, new FindOneAndUpdateOptions<BsonDocument> { ReturnDocument = ReturnDocument.After }, token),
            cancellationToken);

    private async Task<bool> TryCreateAsync(BsonDocument lease, CancellationToken cancellationToken)
    {
        try
        {
            await database.DoAsync(
                async token =>
                {
                    try
                    {
                        await database.Leases.InsertOneAsync(new BsonDocument(TheLease).AddRange(lease), cancellationToken: token);
                    }
                    catch (MongoWriteException taken) when (taken.WriteError?.Code == Failure.DuplicateKey)
                    {
                        throw new LeaseTakenException();
                    }
                },
                cancellationToken);
            return true;
        }
        catch (LeaseTakenException)
        {
            // If the response to the first attempt was lost, a retry finds its own document.
            return (await database.FindOneAsync(database.Leases, TheLease, cancellationToken))?.Text("owner") == lease["owner"].AsString;
        }
    }

    private sealed class LeaseTakenException : Exception;
}

/// <summary>The result of taking or extending a lease.</summary>
/// <param name="Asked">When it was requested, as a timestamp of the clock.</param>
/// <param name="FollowsUnknown">Whether an earlier holder may still be alive and has not been fenced off from the lake yet.</param>
internal sealed record LeaseTerm(long Asked, bool FollowsUnknown);
