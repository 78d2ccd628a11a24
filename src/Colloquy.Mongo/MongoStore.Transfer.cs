using System.Runtime.CompilerServices;
using Colloquy.Mongo.Commits;
using Colloquy.Mongo.Documents;
using Colloquy.Mongo.Storage;
using Colloquy.Stores.Copying;

namespace Colloquy.Mongo;

public sealed partial class MongoStore
{
    private const int ItemsInPage = 256;

    public async IAsyncEnumerable<StoreItem> ExportAsync(StoreItemKind kind, [EnumeratorCancellation] CancellationToken stop)
    {
        if (kind == StoreItemKind.Tallies)
        {
            foreach (var tally in await FindItemsAsync(kind, [.. Enum.GetValues<SourceTable>().Select(table => table.Name())], stop))
            {
                yield return tally;
            }

            yield break;
        }

        await SettledAsync(stop);
        var items = new Items(database, threads);
        var filter = kind == StoreItemKind.Measures ? new BsonDocument("part", 0) : [];
        for (var next = filter; ;)
        {
            var page = await database.FindAsync(items.CollectionOf(kind), next, stop, new BsonDocument("_id", 1), ItemsInPage);
            foreach (var item in await items.OfAsync(kind, page, stop))
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

    public async Task<IReadOnlyList<StoreItem>> FindItemsAsync(StoreItemKind kind, IReadOnlyCollection<string> keys, CancellationToken stop)
    {
        if (kind == StoreItemKind.Tallies)
        {
            var seen = (await log.ReadAsync(stop)).Seen;
            return [.. Enum.GetValues<SourceTable>().Where(table => keys.Contains(table.Name()) && seen[table] != 0).Select(table => new TallyItem(table, seen[table]))];
        }

        await SettledAsync(stop);
        var items = new Items(database, threads);
        return await items.OfAsync(kind, await database.FindAsync(items.CollectionOf(kind), "_id", keys.Select(key => Items.IdOf(kind, key)), stop), stop);
    }

    public async Task<long> CountItemsAsync(StoreItemKind kind, CancellationToken stop)
    {
        if (kind == StoreItemKind.Tallies)
        {
            return (await log.ReadAsync(stop)).Seen.Count(seen => seen.Value != 0);
        }

        await SettledAsync(stop);
        var filter = kind == StoreItemKind.Measures ? new BsonDocument("part", 0) : [];
        return await database.CountAsync(new Items(database, threads).CollectionOf(kind), filter, stop);
    }

    public Task ImportAsync(StoreItemKind kind, IReadOnlyList<StoreItem> items, CancellationToken stop) =>
        WriteAsync(token => new ItemWriter(database, log, threads).WriteAsync(kind, items, token), stop);
}
