using Colloquy.Stores;
using Colloquy.Stores.Copying;
using Colloquy.Stores.Ownership;

namespace Colloquy.Pipeline;

/// <summary>Copies a store into another one while no run writes to either.</summary>
public static class StoreTransfer
{
    /// <summary>Copies and compares.</summary>
    /// <returns>What was copied and compared, by kind.</returns>
    /// <exception cref="RunInProgressException">A run holds one of the stores.</exception>
    public static async Task<ImmutableArray<CopiedItems>> RunAsync(
        IStore from, IStore to, IProgress<CopyProgress>? progress, CancellationToken cancellationToken)
    {
        await using var reading = await from.TakeAsync(cancellationToken);
        await using var writing = await to.TakeAsync(cancellationToken);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, reading.Lost, writing.Lost);
        try
        {
            var copied = await new StoreCopy(from, to, progress).RunAsync(linked.Token);
            await to.SettleAsync(linked.Token);
            return copied;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await reading.VerifyAsync(cancellationToken);
            await writing.VerifyAsync(cancellationToken);
            throw;
        }
    }
}
