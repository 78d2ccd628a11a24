using Colloquy.Configuration;
using Colloquy.Mongo.Commits;
using Colloquy.Mongo.Search;
using Colloquy.Mongo.Storage;
using Colloquy.Rights;
using Colloquy.Sources;
using MongoDB.Driver;

namespace Colloquy.Mongo;

/// <summary>
/// Keeps the record in a MongoDB database: a standalone server, a replica set, a sharded cluster, or a compatible service.
/// Conversations, messages, labels and user days are documents that every tool for MongoDB can read; docs/mongodb.md describes them.
/// One run at a time writes. A run that lost the store can no longer commit.
/// </summary>
public sealed partial class MongoStore : IStore
{
    // Number of consecutive runs of a home that may be killed before one of them gets the lease.
    private const int MaxDeadHolders = 16;

    private readonly Database database;
    private readonly CommitLog log;
    private readonly Lease lease;
    private readonly TimeProvider clock;
    private readonly string? home;
    private readonly FileRights rights;
    private readonly ThreadReader threads;

    private IReadOnlyCollection<string> missing = [];

    // Commits run one after the other.
    private readonly SemaphoreSlim writing = new(1, 1);

    /// <summary>Creates the store without connecting to the server.</summary>
    /// <param name="clock">Times retries and the renewal of the lease.</param>
    /// <param name="home">
    /// A folder that belongs to the writer. A run that is killed leaves a file there that allows the next run of the same folder to
    /// start at once. Without it, the next run has to wait until the lease expires.
    /// </param>
    /// <param name="rights">Access rights of that file; private by default.</param>
    /// <exception cref="ConfigurationException">The connection string is invalid; see <see cref="Problems"/>.</exception>
    public MongoStore(MongoOptions options, TimeProvider clock, string? home = null, FileRights? rights = null)
    {
        (this.clock, this.home, this.rights) = (clock, home, rights ?? FileRights.Private);
        database = new Database(options, clock);
        log = new CommitLog(database);
        lease = new Lease(database, clock);
        threads = new ThreadReader(database, log);
    }

    /// <summary>Problems in the connection string. Does not contact the server.</summary>
    public static IEnumerable<string> Problems(MongoOptions options) => ConnectionString.Problems(options.Uri.Value);

    /// <inheritdoc/>
    public string Location => database.Location;

    /// <inheritdoc/>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var schema = new Schema(database);
        await schema.CreateAsync(cancellationToken);
        missing = schema.Missing;
        await log.OpenAsync(cancellationToken);
        await new EndUserMigration(database).RunAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task OpenReadOnlyAsync(CancellationToken cancellationToken) => log.OpenReadOnlyAsync(cancellationToken);

    /// <summary>Describes the server and what it lacks. The store has to be open.</summary>
    public IAsyncEnumerable<Finding> ExamineAsync(CancellationToken cancellationToken) =>
        new Examination(database, missing).RunAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<long> SizeAsync(CancellationToken cancellationToken)
    {
        var size = await database.DoAsync(
            async token => await database.Content.RunCommandAsync<BsonDocument>(new BsonDocument("dbStats", 1), cancellationToken: token),
            cancellationToken);
        return (long)(size.GetValue("storageSize", 0).ToDouble() + size.GetValue("indexSize", 0).ToDouble());
    }

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await log.CloseAsync(CancellationToken.None);
        }
        catch (StoreException)
        {
            // The server cannot be reached. The next writer finishes what is left to do.
        }

        database.Dispose();
        writing.Dispose();
    }

    /// <summary>Makes sure that all commits, of any writer, are applied to the collections, or overlaid when reading only.</summary>
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
