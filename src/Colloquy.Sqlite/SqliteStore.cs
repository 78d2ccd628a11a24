using Colloquy.Rights;
using Colloquy.Sqlite.Search;
using Colloquy.Sqlite.Storage;

namespace Colloquy.Sqlite;

/// <summary>
/// Keeps the record in one SQLite file, with one row per conversation and its messages packed into one body. One process writes at a
/// time; any number can read at the same time. docs/store.md describes the file.
/// </summary>
public sealed partial class SqliteStore : IStore
{
    private readonly Database database;
    private readonly FileRights rights;

    /// <summary>Creates the store without opening it.</summary>
    /// <param name="path">Path of the file; its folder must exist.</param>
    /// <param name="rights">Access rights of the files that are created; private by default.</param>
    public SqliteStore(string path, FileRights? rights = null)
    {
        Location = Path.GetFullPath(path);
        this.rights = rights ?? FileRights.Private;
        database = new Database(Location, this.rights);
    }

    /// <inheritdoc/>
    public string Location { get; }

    /// <inheritdoc/>
    public Task OpenAsync(CancellationToken cancellationToken) => database.OpenAsync(cancellationToken);

    /// <inheritdoc/>
    public Task OpenReadOnlyAsync(CancellationToken cancellationToken) => database.OpenReadOnlyAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<long> SizeAsync(CancellationToken cancellationToken) => Task.FromResult(
        ((string[])[Location, Location + "-wal", Location + "-shm"])
            .Select(file => new FileInfo(file))
            .Where(file => file.Exists)
            .Sum(file => file.Length));

    /// <inheritdoc/>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        if (await database.ReadAsync(SearchIndex.IsUsed, cancellationToken))
        {
            await IndexAsync(cancellationToken);
        }

        await database.WriteAsync(SearchIndex.Purge, cancellationToken);
        await database.MaintainAsync(session => session.ExecuteScript("PRAGMA wal_checkpoint(TRUNCATE)"), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => database.DisposeAsync();
}
