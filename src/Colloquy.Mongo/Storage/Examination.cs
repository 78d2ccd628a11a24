using System.Runtime.CompilerServices;
using Colloquy.Configuration;
using Colloquy.Sources;
using MongoDB.Driver;

namespace Colloquy.Mongo.Storage;

/// <summary>Examines the server of the store: its kind and version, and which features it lacks.</summary>
/// <param name="missing">Features that the server refused when the collections were created.</param>
internal sealed class Examination(Database database, IReadOnlyCollection<string> missing)
{
    private const string Part = "mongodb";
    private const string Probe = "doctor";
    private const int LargeText = 900 << 10;

    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return await KindAsync(cancellationToken);
        if (missing.Count > 0)
        {
            yield return new Finding(
                Health.Doubtful, Part, $"this server has no {string.Join(" and no ", missing)}; Colloquy works without them");
        }

        yield return await ProbeAsync(
            new BsonDocument { { "_id", "decimal" }, { "amount", new BsonDecimal128(1.5m) } },
            "decimals are supported",
            "it does not support decimals (Decimal128), which prices need. Use MongoDB 3.4 or later, or a service that supports them.",
            cancellationToken);
        yield return await ProbeAsync(
            new BsonDocument { { "_id", "large" }, { "text", new string('x', LargeText) } },
            "documents of 0.9 MB are accepted; Colloquy writes no larger ones",
            "it refuses documents of 0.9 MB, so rows that are too large for it become dead letters. MongoDB itself accepts 16 MB.",
            cancellationToken);
    }

    private async Task<Finding> KindAsync(CancellationToken cancellationToken)
    {
        var hello = await CommandAsync("hello", cancellationToken);
        var version = (await CommandAsync("buildInfo", cancellationToken)).GetValue("version", "unknown").AsString;
        var server = $"{database.Location}, version {version}";
        if (hello.TryGetValue("setName", out var replicaSet))
        {
            return database.Content.Settings.WriteConcern.W?.Equals((WriteConcern.WValue)1) == true
                ? new Finding(
                    Health.Doubtful,
                    Part,
                    $"{server}, replica set {replicaSet}; with w=1 in {MongoSettings.Uri} a failover can undo writes. "
                    + "Remove w, then a majority confirms writes")
                : new Finding(Health.Good, Part, $"{server}, replica set {replicaSet}; writes are confirmed by its majority");
        }

        return hello.GetValue("msg", "") == "isdbgrid"
            ? new Finding(Health.Good, Part, $"{server}, sharded cluster; docs/mongodb.md names the shard keys")
            : new Finding(
                Health.Good, Part, $"{server}, one server; a replica set survives the loss of a machine, a single server does not");
    }

    private Task<BsonDocument> CommandAsync(string name, CancellationToken cancellationToken) =>
        database.DoAsync(
            async token => await database.Content.RunCommandAsync<BsonDocument>(new BsonDocument(name, 1), cancellationToken: token),
            cancellationToken);

    private async Task<Finding> ProbeAsync(BsonDocument document, string good, string bad, CancellationToken cancellationToken)
    {
        try
        {
            var key = new BsonDocument("_id", document["_id"]);
            await database.Of(Probe).ReplaceOneAsync(key, document, new ReplaceOptions { IsUpsert = true }, cancellationToken);
            return new Finding(Health.Good, Part, good);
        }
        catch (MongoException refused) when (!Failure.IsTransient(refused))
        {
            return new Finding(Health.Doubtful, Part, bad);
        }
        finally
        {
            await database.Content.DropCollectionAsync(Probe, CancellationToken.None);
        }
    }
}
