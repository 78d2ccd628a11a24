using Colloquy.Sqlite.Storage;
using Colloquy.Stores.Ownership;

namespace Colloquy.Sqlite;

public sealed partial class SqliteStore
{
    private string LockPath => Location + ".lock";

    /// <inheritdoc/>
    public async Task<IStoreHold> TakeAsync(CancellationToken cancellationToken)
    {
        var taken = await FileLock.TryTakeAsync(LockPath, rights, cancellationToken)
            ?? throw new RunInProgressException(Location, await ReadHolderAsync(cancellationToken));
        try
        {
            return new Hold(database, taken, await database.TakeEpochAsync(cancellationToken));
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<StoreHolder?> FindHolderAsync(CancellationToken cancellationToken) =>
        FileLock.IsHeld(LockPath) ? await ReadHolderAsync(cancellationToken) : null;

    private Task<StoreHolder> ReadHolderAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => new StoreHolder(session.Scalar<string>("SELECT holder FROM ownership") ?? "unknown", null), cancellationToken);

    /// <summary>While the lock is held, the operating system prevents others from taking the store.</summary>
    private sealed class Hold(Database database, FileLock taken, Epoch epoch) : IStoreHold
    {
        private bool isOver;

        public string Writer { get; } = epoch.ToString();

        public CancellationToken Lost => CancellationToken.None;

        public bool IsCertain => !isOver;

        public bool MayHaveRival => false;

        public Task FencedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task VerifyAsync(CancellationToken cancellationToken) => database.ReadAsync(
            session =>
            {
                epoch.Verify(session, database.Path);
                return true;
            },
            cancellationToken);

        public ValueTask DisposeAsync()
        {
            isOver = true;
            taken.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
