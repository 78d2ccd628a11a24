using Colloquy.Sqlite.Storage;
using Colloquy.Stores.Ownership;

namespace Colloquy.Sqlite;

public sealed partial class SqliteStore
{
    private string LockPath => Location + ".lock";

    public async Task<IStoreHold> TakeAsync(CancellationToken stop)
    {
        var taken = await FileLock.TryTakeAsync(LockPath, rights, stop) ?? throw new RunInProgressException(Location, await ReadHolderAsync(stop));
        try
        {
            return new Hold(database, taken, await database.TakeEpochAsync(stop));
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    public async Task<StoreHolder?> FindHolderAsync(CancellationToken stop) => FileLock.IsHeld(LockPath) ? await ReadHolderAsync(stop) : null;

    private Task<StoreHolder> ReadHolderAsync(CancellationToken stop) =>
        database.ReadAsync(session => new StoreHolder(session.Scalar<string>("SELECT holder FROM ownership") ?? "unknown", null), stop);

    /// <summary>As long as the lock is held nobody else can take the store; the operating system sees to that.</summary>
    private sealed class Hold(Database database, FileLock taken, Epoch epoch) : IStoreHold
    {
        private bool isOver;

        public string Writer { get; } = epoch.ToString();

        public CancellationToken Lost => CancellationToken.None;

        public bool IsCertain => !isOver;

        public bool MayHaveRival => false;

        public Task FencedAsync(CancellationToken stop) => Task.CompletedTask;

        public Task VerifyAsync(CancellationToken stop) => database.ReadAsync(
            session =>
            {
                epoch.Verify(session, database.Path);
                return true;
            },
            stop);

        public ValueTask DisposeAsync()
        {
            isOver = true;
            taken.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
