using Colloquy.Mongo.Commits;
using Colloquy.Mongo.Documents;
using MongoDB.Driver;

namespace Colloquy.Mongo;

public sealed partial class MongoStore
{
    /// <inheritdoc/>
    public async Task<long> BeginRunAsync(string command, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await WriteAsync(log.CheckAsync, cancellationToken);
        await database.DoAsync(
            async token => await database.Runs.UpdateManyAsync(
                new BsonDocument("outcome", nameof(RunOutcome.Running)),
                new BsonDocument("$set", new BsonDocument("outcome", nameof(RunOutcome.Interrupted))),
                cancellationToken: token),
            cancellationToken);
        var state = await database.DoAsync(
            async token => await database.State.FindOneAndUpdateAsync(
                new BsonDocument("_id", CommitState.Id), new BsonDocument("$inc", new BsonDocument("runs", 1L)),
                new FindOneAndUpdateOptions<BsonDocument> { ReturnDocument = ReturnDocument.After }, token),
            cancellationToken);
        var id = state.Count("runs");
        var run = RunDocument.Of(new RunRecord(id, command, now, null, RunOutcome.Running, null, [], null));
        await database.DoAsync(
            async token => await database.Runs.ReplaceOneAsync(
                new BsonDocument("_id", id), run, new ReplaceOptions { IsUpsert = true }, token),
            cancellationToken);
        return id;
    }

    /// <inheritdoc/>
    public async Task EndRunAsync(RunRecord run, CancellationToken cancellationToken)
    {
        await WriteAsync(log.CheckAsync, cancellationToken);
        var result = await database.DoAsync(
            async token => await database.Runs.UpdateOneAsync(
                new BsonDocument("_id", run.Id), new BsonDocument("$set", RunDocument.EndOf(run)), cancellationToken: token),
            cancellationToken);
        if (result.MatchedCount == 0)
        {
            throw new ArgumentException($"Run {run.Id} is not in the log; begin it first.", nameof(run));
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RunRecord>> ReadRunsAsync(int limit, CancellationToken cancellationToken) => limit <= 0
        ? []
        : (await database.FindAsync(database.Runs, [], cancellationToken, new BsonDocument("_id", -1), limit))
            .ConvertAll(RunDocument.RunOf);

    /// <inheritdoc/>
    public async Task<long> ReadGenerationAsync(string source, CancellationToken cancellationToken) =>
        (await database.FindOneAsync(
            database.Generations, new BsonDocument("_id", Fields.Of(source)), cancellationToken))?.Count("generation")
            ?? 0;

    /// <inheritdoc/>
    public Task CompleteGenerationAsync(string source, long generation, CancellationToken cancellationToken) => WriteAsync(
        async token =>
        {
            await log.CheckAsync(token);
            await database.UpdateAsync(
                database.Generations,
                new BsonDocument("_id", Fields.Of(source)),
                new BsonDocument("$max", new BsonDocument("generation", generation)),
                token,
                upsert: true);
        },
        cancellationToken);
}
