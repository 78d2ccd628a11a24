using Colloquy.Stores;
using Colloquy.Stores.Copying;
using Colloquy.Stores.Ownership;

namespace Colloquy.Pipeline;

/// <summary>Copies a store into another while no run writes to either.</summary>
public static class StoreTransfer
{
    /// <returns>What was copied and compared, by kind.</returns>
    /// <exception cref="RunInProgressException">A run holds one of the stores.</exception>
    public static async Task<ImmutableArray<CopiedItems>> RunAsync(IStore from, IStore to, IProgress<CopyProgress>? progress, CancellationToken stop)
    {
        await using var reading = await from.TakeAsync(stop);
        await using var writing = await to.TakeAsync(stop);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(stop, reading.Lost, writing.Lost);
        try
        {
            var copied = await new StoreCopy(from, to, progress).RunAsync(linked.Token);
            await to.SettleAsync(linked.Token);
            return copied;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            await reading.VerifyAsync(stop);
            await writing.VerifyAsync(stop);
            throw;
        }
    }
}
