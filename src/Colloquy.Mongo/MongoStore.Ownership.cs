using Colloquy.Mongo.Commits;
using Colloquy.Stores.Ownership;

namespace Colloquy.Mongo;

public sealed partial class MongoStore
{
    private string? LockPath => home is null ? null : Path.Combine(home, "mongodb.lock");

    /// <inheritdoc/>
    public async Task<IStoreHold> TakeAsync(CancellationToken cancellationToken)
    {
        var taken = LockPath is { } path
            ? await FileLock.TryTakeAsync(path, rights, cancellationToken)
                ?? throw new RunInProgressException(Location, await lease.FindHolderAsync(cancellationToken))
            : null;
        try
        {
            var dead = taken is null ? [] : taken.ReadText().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var nonce = Guid.NewGuid().ToString("N");

            // If this run is killed from here on, the next run of this home knows from the file that it has ended, and
            // so have its predecessors.
            taken?.WriteText(string.Join('\n', [nonce, .. dead.Take(MaxDeadHolders)]));
            var term = await lease.TryTakeAsync(nonce, dead, cancellationToken)
                ?? throw new RunInProgressException(Location, await lease.FindHolderAsync(cancellationToken));
            var (epoch, writer) = await WriteAsync(token => log.TakeOverAsync(nonce, token), cancellationToken);
            taken?.WriteText(nonce);
            return new Hold(this, taken, nonce, epoch, writer, term);
        }
        catch
        {
            taken?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<StoreHolder?> FindHolderAsync(CancellationToken cancellationToken) => await lease.FindHolderAsync(cancellationToken);

    /// <summary>
    /// The lease, renewed in the background, and the lock in the home folder, which tells the next run that this one has ended.
    /// </summary>
    private sealed class Hold : IStoreHold
    {
        private readonly MongoStore store;
        private readonly FileLock? taken;
        private readonly string nonce;
        private readonly long epoch;
        private readonly ITimer renewal;
        private readonly CancellationTokenSource lost = new();
        private LeaseTerm term;
        private int renewing;
        private volatile bool isOver;

        public Hold(MongoStore store, FileLock? taken, string nonce, long epoch, string writer, LeaseTerm term)
        {
            (this.store, this.taken, this.nonce, this.epoch, this.term, Writer) = (store, taken, nonce, epoch, term, writer);
            MayHaveRival = term.FollowsUnknown;
            renewal = store.clock.CreateTimer(_ => _ = RenewAsync(), null, Lease.Duration / 3, Lease.Duration / 3);
        }

        public string Writer { get; }

        public CancellationToken Lost => lost.Token;

        public bool IsCertain =>
            !isOver && !lost.IsCancellationRequested && store.clock.GetElapsedTime(Volatile.Read(ref term).Asked) < Lease.CertainFor;

        public bool MayHaveRival { get; private set; }

        public async Task FencedAsync(CancellationToken cancellationToken)
        {
            await store.lease.FencedAsync(nonce, cancellationToken);
            MayHaveRival = false;
        }

        public Task VerifyAsync(CancellationToken cancellationToken) => store.log.VerifyAsync(epoch, cancellationToken);

        public async ValueTask DisposeAsync()
        {
            isOver = true;
            await renewal.DisposeAsync();
            try
            {
                await store.lease.ReleaseAsync(nonce, CancellationToken.None);
            }
            catch (StoreException)
            {
                // The server cannot be reached. The next run of this home still knows that this one has ended; others wait until the
                // lease expires.
            }

            taken?.Dispose();
            lost.Dispose();
        }

        private async Task RenewAsync()
        {
            if (Interlocked.Exchange(ref renewing, 1) == 1)
            {
                return;
            }

            try
            {
                if (await store.lease.TryRenewAsync(nonce, CancellationToken.None) is { } next)
                {
                    Volatile.Write(ref term, next);
                }
                else if (!isOver)
                {
                    await lost.CancelAsync();
                }
            }
#pragma warning disable CA1031 // A failed renewal is tried again by the next tick; the run's own writes report a broken store.
            catch (Exception)
#pragma warning restore CA1031
            {
            }
            finally
            {
                Interlocked.Exchange(ref renewing, 0);
            }
        }
    }
}
