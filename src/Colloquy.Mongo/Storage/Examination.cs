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
                Health.Doubtful, Part, $"this server has no {string.Join(" and no ", missing)}; Colloquy works without");
        }

        yield return await ProbeAsync(
            new BsonDocument { { "_id", "decimal" }, { "amount", new BsonDecimal128(1.5m) } }, "decimals are kept",
            "it keeps no decimals (Decimal128), in which prices are stored. Use MongoDB 3.4 or later, or a service that has them.",
            cancellationToken);
        yield return await ProbeAsync(
            new BsonDocument { { "_id", "large" }, { "text", new string('x', LargeText) } },
            "documents of 0.9 MB are taken; none is larger",
            "it refuses documents of 0.9 MB; rows that are too large for it will be dead letters. MongoDB itself takes 16 MB.",
            cancellationToken);
    }

    private async Task<Finding> KindAsync(CancellationToken cancellationToken)
    {
        var hello = await CommandAsync("hello", cancellationToken);
        var version = (await CommandAsync("buildInfo", cancellationToken)).GetValue("version", "unknown").AsString;
        return hello switch
        {
            _ when hello.Contains("setName") && database.Content.Settings.WriteConcern.W?.Equals((WriteConcern.WValue)1) == true => new Finding(
                Health.Doubtful,
                Part,
                $"{database.Location}, version {version}, replica set {hello["setName"]}; "
                + $"with w=1 in {MongoSettings.Uri} a failover can undo writes. Remove w, then a majority confirms them"),
            _ when hello.Contains("setName") => new Finding(
                Health.Good,
                Part,
                $"{database.Location}, version {version}, replica set {hello["setName"]}; writes are confirmed by its majority"),
            _ when hello.GetValue("msg", "") == "isdbgrid" => new Finding(
                Health.Good, Part, $"{database.Location}, version {version}, sharded cluster; docs/mongodb.md names the shard keys"),
            _ => new Finding(
                Health.Good,
                Part,
                $"{database.Location}, version {version}, one server; a replica set survives the loss of a machine, this does not"),
        };
    }

    private Task<BsonDocument> CommandAsync(string name, CancellationToken cancellationToken) =>
        database.DoAsync(
            async token => await database.Content.RunCommandAsync<BsonDocument>(new BsonDocument(name, 1), cancellationToken: token),
            cancellationToken);

    private async Task<Finding> ProbeAsync(BsonDocument document, string good, string bad, CancellationToken cancellationToken)
    {
        try
        {
            await database.Of(Probe)
                .ReplaceOneAsync(
                    new BsonDocument("_id", document["_id"]), document, new ReplaceOptions { IsUpsert = true }, cancellationToken);
            return new Finding(Health.Good, Part, good);
        }
        catch (MongoException refused) when (!Failure.IsPassing(refused))
        {
            return new Finding(Health.Doubtful, Part, bad);
        }
        finally
        {
            await database.Content.DropCollectionAsync(Probe, CancellationToken.None);
        }
    }
}
