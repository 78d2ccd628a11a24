using Colloquy.Configuration;
using Colloquy.Mongo.Commits;
using Colloquy.Mongo.Search;
using Colloquy.Mongo.Storage;
using Colloquy.Rights;
using Colloquy.Sources;
using MongoDB.Driver;

namespace Colloquy.Mongo;

/// <summary>
/// The record in a MongoDB database: a standalone server, a replica set, a sharded cluster, or a service that is compatible. Conversations, messages, labels and user days are
/// documents that every tool for MongoDB can read; docs/mongodb.md says what is in them. One run at a time writes; a run that was overtaken cannot commit any more.
/// </summary>
public sealed partial class MongoStore : IStore
{
    // Runs of a home that were killed one after the other before any of them got the lease.
    private const int MostDead = 16;

    private readonly Database database;
    private readonly CommitLog log;
    private readonly Lease lease;
    private readonly TimeProvider clock;
    private readonly string? home;
    private readonly FileRights rights;
    private readonly ThreadReader threads;

    private IReadOnlyCollection<string> missing = [];

    // The commits of one store follow each other.
    private readonly SemaphoreSlim writing = new(1, 1);

    /// <param name="clock">Paces repetitions and the renewal of the lease.</param>
    /// <param name="home">A folder of whoever writes: a run that is killed leaves there what lets the next run of the same folder begin at once. Without it the lease has to expire.</param>
    /// <param name="rights">Of the file there; only its owner may read it unless told otherwise.</param>
    /// <exception cref="ConfigurationException">The connection string cannot be used, see <see cref="Problems"/>.</exception>
    public MongoStore(MongoOptions options, TimeProvider clock, string? home = null, FileRights? rights = null)
    {
        (this.clock, this.home, this.rights) = (clock, home, rights ?? FileRights.Private);
        database = new Database(options, clock);
        log = new CommitLog(database);
        lease = new Lease(database, clock);
        threads = new ThreadReader(database, log);
    }

    /// <summary>What of the connection string cannot be used. No server is asked.</summary>
    public static IEnumerable<string> Problems(MongoOptions options) => ConnectionString.Problems(options.Uri.Value);

    public string Location => database.Location;

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var schema = new Schema(database);
        await schema.CreateAsync(cancellationToken);
        missing = schema.Missing;
        await log.OpenAsync(cancellationToken);
        await new EndUserMigration(database).RunAsync(cancellationToken);
    }

    public Task OpenReadOnlyAsync(CancellationToken cancellationToken) => log.OpenReadOnlyAsync(cancellationToken);

    /// <summary>What the server is, and what it lacks. The store has to be open.</summary>
    public IAsyncEnumerable<Finding> ExamineAsync(CancellationToken cancellationToken) =>
        new Examination(database, missing).RunAsync(cancellationToken);

    public async Task<long> SizeAsync(CancellationToken cancellationToken)
    {
        var size = await database.DoAsync(
            async token => await database.Content.RunCommandAsync<BsonDocument>(new BsonDocument("dbStats", 1), cancellationToken: token),
            cancellationToken);
        return (long)(size.GetValue("storageSize", 0).ToDouble() + size.GetValue("indexSize", 0).ToDouble());
    }

    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        await SettledAsync(cancellationToken);
        var index = new WordIndex(database, threads);
        if (await index.IsUsedAsync(cancellationToken))
        {
            await index.CatchUpAsync(cancellationToken);
        }

        await WriteAsync(log.CloseAsync, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await log.CloseAsync(CancellationToken.None);
        }
        catch (StoreException)
        {
            // The server is gone; what is left undone the next writer finds out.
        }

        database.Dispose();
        writing.Dispose();
    }

    /// <summary>What is committed is in the collections from here on, whoever committed it; or is read as if it were, by those who only read.</summary>
    private Task<CommitState> SettledAsync(CancellationToken cancellationToken) => WriteAsync(log.SettleAsync, cancellationToken);

    private async Task<T> WriteAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            return await work(cancellationToken);
        }
        finally
        {
            writing.Release();
        }
    }

    private Task<bool> WriteAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken) => WriteAsync(
        async token =>
        {
            await work(token);
            return true;
        },
        cancellationToken);
}
