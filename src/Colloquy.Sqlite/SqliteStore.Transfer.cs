using System.Runtime.CompilerServices;
using Colloquy.Sqlite.Storage;
using Colloquy.Stores.Copying;

namespace Colloquy.Sqlite;

public sealed partial class SqliteStore
{
    private const int KeysInPage = 500;

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoreItem> ExportAsync(StoreItemKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (kind == StoreItemKind.Records)
        {
            // Read in pages, because a store can be larger than memory.
            for (var after = 0L; ;)
            {
                var start = after;
                var page = await database.ReadAsync(
                    session => ItemRows.Records(session, start, KeysInPage, BytesInPage), cancellationToken);
                foreach (var (number, item) in page)
                {
                    after = number;
                    yield return item;
                }

                if (page.Count == 0)
                {
                    yield break;
                }
            }
        }

        if (kind == StoreItemKind.DeadLetters)
        {
            await foreach (var letter in ReadDeadLettersAsync(DeadLetterFilter.Everything, cancellationToken))
            {
                yield return new DeadLetterItem(letter);
            }

            yield break;
        }

        foreach (var keys in (await database.ReadAsync(session => ItemRows.Keys(session, kind), cancellationToken)).Chunk(KeysInPage))
        {
            foreach (var item in await FindItemsAsync(kind, keys, cancellationToken))
            {
                yield return item;
            }
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoreItem>> FindItemsAsync(
        StoreItemKind kind, IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<StoreItem>>(
            session => [.. keys.Select(key => ItemRows.Find(session, kind, key)).OfType<StoreItem>()], cancellationToken);

    /// <inheritdoc/>
    public Task<long> CountItemsAsync(StoreItemKind kind, CancellationToken cancellationToken) =>
        database.ReadAsync(session => ItemRows.Count(session, kind), cancellationToken);

    /// <inheritdoc/>
    public Task ImportAsync(StoreItemKind kind, IReadOnlyList<StoreItem> items, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            var writer = new ItemWriter(session, cancellationToken);
            foreach (var item in items)
            {
                cancellationToken.ThrowIfCancellationRequested();
                writer.Write(item);
            }
        },
        cancellationToken);
}
