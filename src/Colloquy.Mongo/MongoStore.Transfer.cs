using System.Runtime.CompilerServices;
using Colloquy.Mongo.Commits;
using Colloquy.Mongo.Documents;
using Colloquy.Mongo.Storage;
using Colloquy.Stores.Copying;

namespace Colloquy.Mongo;

public sealed partial class MongoStore
{
    private const int ItemsInPage = 256;

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoreItem> ExportAsync(StoreItemKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (kind == StoreItemKind.Tallies)
        {
            foreach (var tally in await FindItemsAsync(
                kind, [.. Enum.GetValues<SourceTable>().Select(table => table.Name())], cancellationToken))
            {
                yield return tally;
            }

            yield break;
        }

        await SettledAsync(cancellationToken);
        var items = new Items(database, threads);
        var filter = kind == StoreItemKind.Measures ? new BsonDocument("part", 0) : [];
        for (var next = filter; ;)
        {
            var page = await database.FindAsync(items.CollectionOf(kind), next, cancellationToken, new BsonDocument("_id", 1), ItemsInPage);
            foreach (var item in await items.OfAsync(kind, page, cancellationToken))
            {
                yield return item;
            }

            if (page.Count < ItemsInPage)
            {
                yield break;
            }

            next = new BsonDocument(filter) { { "_id", new BsonDocument("$gt", page[^1]["_id"]) } };
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoreItem>> FindItemsAsync(
        StoreItemKind kind, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        if (kind == StoreItemKind.Tallies)
        {
            var seen = (await log.ReadAsync(cancellationToken)).Seen;
            return
            [
                .. Enum.GetValues<SourceTable>()
                    .Where(table => keys.Contains(table.Name()) && seen[table] != 0).Select(table => new TallyItem(table, seen[table])),
            ];
        }

        await SettledAsync(cancellationToken);
        var items = new Items(database, threads);
        return await items.OfAsync(
            kind,
            await database.FindAsync(items.CollectionOf(kind), "_id", keys.Select(key => Items.IdOf(kind, key)), cancellationToken),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<long> CountItemsAsync(StoreItemKind kind, CancellationToken cancellationToken)
    {
        if (kind == StoreItemKind.Tallies)
        {
            return (await log.ReadAsync(cancellationToken)).Seen.Count(seen => seen.Value != 0);
        }

        await SettledAsync(cancellationToken);
        var filter = kind == StoreItemKind.Measures ? new BsonDocument("part", 0) : [];
        return await database.CountAsync(new Items(database, threads).CollectionOf(kind), filter, cancellationToken);
    }

    /// <inheritdoc/>
    public Task ImportAsync(StoreItemKind kind, IReadOnlyList<StoreItem> items, CancellationToken cancellationToken) =>
        WriteAsync(token => new ItemWriter(database, log, threads).WriteAsync(kind, items, token), cancellationToken);
}
