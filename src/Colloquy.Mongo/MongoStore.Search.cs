using Colloquy.Mongo.Search;
using Colloquy.Stores.Searching;

namespace Colloquy.Mongo;

public sealed partial class MongoStore
{
    public async Task<IReadOnlyList<SearchHit>> SearchAsync(string text, int limit, CancellationToken stop)
    {
        if (limit <= 0 || SearchText.Parse(text) is not { IsEmpty: false } terms)
        {
            return [];
        }

        await SettledAsync(stop);
        return await new WordIndex(database, threads).FindAsync(terms, limit, stop);
    }

    public async Task<long> CountUnindexedAsync(CancellationToken stop)
    {
        await SettledAsync(stop);
        return await database.CountAsync(database.Conversations, WordIndex.Behind, stop);
    }

    public async Task IndexAsync(CancellationToken stop)
    {
        await WriteAsync(log.CheckAsync, stop);
        await new WordIndex(database, threads).CatchUpAsync(stop);
    }
}
