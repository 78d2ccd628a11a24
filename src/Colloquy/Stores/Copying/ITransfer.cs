namespace Colloquy.Stores.Copying;

/// <summary>Exports and imports the whole content of a store, for copying it into another one.</summary>
public interface ITransfer
{
    /// <summary>All items of a kind, in a stable order. The full-text index is not an item: the target rebuilds it.</summary>
    IAsyncEnumerable<StoreItem> ExportAsync(StoreItemKind kind, CancellationToken cancellationToken);

    /// <summary>The items with the given keys, in no particular order. Unknown keys are skipped.</summary>
    Task<IReadOnlyList<StoreItem>> FindItemsAsync(
        StoreItemKind kind, IReadOnlyCollection<string> keys, CancellationToken cancellationToken);

    /// <summary>Number of items of a kind.</summary>
    Task<long> CountItemsAsync(StoreItemKind kind, CancellationToken cancellationToken);

    /// <summary>Upserts items of one kind by key, in one transaction. No day becomes due.</summary>
    Task ImportAsync(StoreItemKind kind, IReadOnlyList<StoreItem> items, CancellationToken cancellationToken);
}
