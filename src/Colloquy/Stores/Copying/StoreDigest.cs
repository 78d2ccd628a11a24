namespace Colloquy.Stores.Copying;

/// <summary>Number and content of all items of one kind, for comparing two stores.</summary>
/// <param name="Hash">The sum of the items' hashes, which does not depend on their order.</param>
public readonly record struct StoreDigest(long Items, UInt128 Hash)
{
    /// <summary>Reads all items of a kind and computes their digest.</summary>
    public static async Task<StoreDigest> OfAsync(ITransfer store, StoreItemKind kind, CancellationToken cancellationToken)
    {
        var (count, sum) = (0L, UInt128.Zero);
        await foreach (var item in store.ExportAsync(kind, cancellationToken))
        {
            count++;
            sum += ItemHash.Of(item);
        }

        return new StoreDigest(count, sum);
    }
}
