namespace Colloquy.Stores.Copying;

/// <summary>
/// Copies a whole store into another. What is there already, and equal, is not written again, so a copy that was interrupted goes on where it stopped. At the end both stores
/// are read and compared.
/// </summary>
/// <param name="progress">Items read so far, and how many there are.</param>
public sealed class StoreCopy(ITransfer from, ITransfer to, IProgress<CopyProgress>? progress)
{
    private const int ItemsAtOnce = 500;
    private const int RowsAtOnce = 10_000;
    private const long BytesAtOnce = 32 << 20;

    /// <returns>What was compared, by kind.</returns>
    public async Task<ImmutableArray<CopiedItems>> RunAsync(CancellationToken cancellationToken)
    {
        var copied = ImmutableArray.CreateBuilder<CopiedItems>();
        foreach (var kind in Enum.GetValues<StoreItemKind>())
        {
            var written = await CopyAsync(kind, cancellationToken);
            copied.Add(new CopiedItems(
                kind, written, await DigestAsync(from, kind, cancellationToken), await DigestAsync(to, kind, cancellationToken)));
        }

        return copied.ToImmutable();
    }

    private async Task<long> CopyAsync(StoreItemKind kind, CancellationToken cancellationToken)
    {
        var total = await from.CountItemsAsync(kind, cancellationToken);
        var batch = new List<StoreItem>();
        var (read, written, rows, bytes) = (0L, 0L, 0, 0L);
        await foreach (var item in from.ExportAsync(kind, cancellationToken))
        {
            batch.Add(item);
            rows += item is RecordItem record ? 1 + record.Record.MessagesMet : 1;
            bytes += item.Weight;
            if (batch.Count == ItemsAtOnce || rows >= RowsAtOnce || bytes >= BytesAtOnce)
            {
                await FlushAsync();
            }
        }

        await FlushAsync();
        return written;

        async Task FlushAsync()
        {
            if (batch.Count == 0)
            {
                return;
            }

            var there = (await to.FindItemsAsync(kind, [.. batch.Select(item => item.Key)], cancellationToken))
                .ToDictionary(item => item.Key, ItemHash.Of, StringComparer.Ordinal);
            var missing = batch.Where(item => !there.TryGetValue(item.Key, out var hash) || hash != ItemHash.Of(item)).ToList();
            if (missing.Count > 0)
            {
                await to.ImportAsync(kind, missing, cancellationToken);
            }

            read += batch.Count;
            written += missing.Count;
            (batch, rows, bytes) = ([], 0, 0);
            progress?.Report(new CopyProgress(kind, read, total));
        }
    }

    private static async Task<StoreDigest> DigestAsync(ITransfer store, StoreItemKind kind, CancellationToken cancellationToken)
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

/// <param name="Hash">The sum of the items' hashes: their order does not matter.</param>
public readonly record struct StoreDigest(long Items, UInt128 Hash);

/// <param name="Written">Items that were not there, or differed.</param>
public sealed record CopiedItems(StoreItemKind Kind, long Written, StoreDigest From, StoreDigest To)
{
    public bool IsEqual => From == To;
}

public sealed record CopyProgress(StoreItemKind Kind, long Done, long Total);
