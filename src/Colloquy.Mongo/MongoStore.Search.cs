using Colloquy.Mongo.Search;
using Colloquy.Stores.Searching;

namespace Colloquy.Mongo;

public sealed partial class MongoStore
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<SearchHit>> SearchAsync(string text, int limit, CancellationToken cancellationToken)
    {
        if (limit <= 0 || SearchText.Parse(text) is not { IsEmpty: false } terms)
        {
            return [];
        }

        await SettledAsync(cancellationToken);
        return await new WordIndex(database, threads).FindAsync(terms, limit, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<long> CountUnindexedAsync(CancellationToken cancellationToken)
    {
        await SettledAsync(cancellationToken);
        return await database.CountAsync(database.Conversations, WordIndex.Unindexed, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task IndexAsync(CancellationToken cancellationToken)
    {
        await WriteAsync(log.CheckAsync, cancellationToken);
        await new WordIndex(database, threads).CatchUpAsync(cancellationToken);
    }
}
