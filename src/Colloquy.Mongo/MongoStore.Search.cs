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
        var index = new WordIndex(database, threads);
        await index.CatchUpAsync(stop);
        return await index.FindAsync(terms, limit, stop);
    }
}
