namespace Colloquy.Stores.Copying;

/// <summary>
/// Copies a whole store into another one. Items that the target already has unchanged are not written again, so an interrupted copy
/// continues where it stopped. After each kind, both stores are read back and compared.
/// </summary>
/// <param name="progress">Receives the progress of the current kind; null to report none.</param>
public sealed class StoreCopy(ITransfer from, ITransfer to, IProgress<CopyProgress>? progress)
{
    private const int ItemsAtOnce = 500;
    private const int RowsAtOnce = 10_000;
    private const long BytesAtOnce = 32 << 20;

    /// <summary>Copies all kinds of items, in the order of <see cref="StoreItemKind"/>.</summary>
    /// <returns>What was copied, and whether source and target agree, for each kind.</returns>
    public async Task<ImmutableArray<CopiedItems>> RunAsync(CancellationToken cancellationToken)
    {
        var copied = ImmutableArray.CreateBuilder<CopiedItems>();
        foreach (var kind in Enum.GetValues<StoreItemKind>())
        {
            var written = await CopyAsync(kind, cancellationToken);
            var source = await StoreDigest.OfAsync(from, kind, cancellationToken);
            var target = await StoreDigest.OfAsync(to, kind, cancellationToken);
            copied.Add(new CopiedItems(kind, written, source, target));
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
            rows += item is RecordItem record ? 1 + record.Record.MessagesSeen : 1;
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
}

/// <summary>How the items of one kind were copied.</summary>
/// <param name="Written">Items that were missing in the target or different there.</param>
/// <param name="From">The source after the copy.</param>
/// <param name="To">The target after the copy.</param>
public sealed record CopiedItems(StoreItemKind Kind, long Written, StoreDigest From, StoreDigest To)
{
    /// <summary>Whether source and target have the same items.</summary>
    public bool IsEqual => From == To;
}

/// <summary>Progress of a copy.</summary>
/// <param name="Kind">The kind of items that is being copied.</param>
/// <param name="Done">Items of this kind copied so far.</param>
/// <param name="Total">Items of this kind in the source.</param>
public sealed record CopyProgress(StoreItemKind Kind, long Done, long Total);
