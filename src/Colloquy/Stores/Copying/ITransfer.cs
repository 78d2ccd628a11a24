namespace Colloquy.Stores.Copying;

/// <summary>What a store gives and takes when the whole of it moves to another.</summary>
public interface ITransfer
{
    /// <summary>All items of a kind, in a stable order. A full-text index is no item: it catches up by itself.</summary>
    IAsyncEnumerable<StoreItem> ExportAsync(StoreItemKind kind, CancellationToken cancellationToken);

    /// <summary>Those items of the given keys that there are, in no order.</summary>
    Task<IReadOnlyList<StoreItem>> FindItemsAsync(
        StoreItemKind kind, IReadOnlyCollection<string> keys, CancellationToken cancellationToken);

    Task<long> CountItemsAsync(StoreItemKind kind, CancellationToken cancellationToken);

    /// <summary>Puts items of one kind in the place of those of their keys, in one transaction. Nothing becomes due by it.</summary>
    Task ImportAsync(StoreItemKind kind, IReadOnlyList<StoreItem> items, CancellationToken cancellationToken);
}
