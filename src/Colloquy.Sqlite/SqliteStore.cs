using Colloquy.Rights;
using Colloquy.Sqlite.Search;
using Colloquy.Sqlite.Storage;

namespace Colloquy.Sqlite;

/// <summary>
/// The record in one SQLite file: a row per conversation whose messages are one packed body. One process writes at a time; any number read beside it.
/// docs/store.md says what is in the file.
/// </summary>
public sealed partial class SqliteStore : IStore
{
    private readonly Database database;
    private readonly FileRights rights;

    /// <param name="path">The file; its folder has to exist.</param>
    /// <param name="rights">Of the files that are created; only their owner may read them unless told otherwise.</param>
    public SqliteStore(string path, FileRights? rights = null)
    {
        Location = Path.GetFullPath(path);
        this.rights = rights ?? FileRights.Private;
        database = new Database(Location, this.rights);
    }

    public string Location { get; }

    public Task OpenAsync(CancellationToken cancellationToken) => database.OpenAsync(cancellationToken);

    public Task OpenReadOnlyAsync(CancellationToken cancellationToken) => database.OpenReadOnlyAsync(cancellationToken);

    public Task<long> SizeAsync(CancellationToken cancellationToken) => Task.FromResult(
        ((string[])[Location, Location + "-wal", Location + "-shm"])
            .Select(file => new FileInfo(file))
            .Where(file => file.Exists)
            .Sum(file => file.Length));

    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        if (await database.ReadAsync(SearchIndex.IsUsed, cancellationToken))
        {
            await IndexAsync(cancellationToken);
        }

        await database.WriteAsync(SearchIndex.Purge, cancellationToken);
        await database.MaintainAsync(session => session.ExecuteScript("PRAGMA wal_checkpoint(TRUNCATE)"), cancellationToken);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
