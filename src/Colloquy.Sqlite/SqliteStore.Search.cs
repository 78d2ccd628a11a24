using Colloquy.Sqlite.Search;

namespace Colloquy.Sqlite;

public sealed partial class SqliteStore
{
    private const int ThreadsIndexedAtOnce = 2048;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SearchHit>> SearchAsync(string text, int limit, CancellationToken cancellationToken) =>
        limit <= 0 || SearchQuery.Parse(text) is not { } query
            ? []
            : await database.ReadAsync(session => SearchIndex.Find(session, query, limit, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<long> CountUnindexedAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(SearchIndex.CountUnindexed, cancellationToken);

    /// <inheritdoc/>
    public async Task IndexAsync(CancellationToken cancellationToken)
    {
        while (await database.WriteAsync(
            session => SearchIndex.CatchUp(session, ThreadsIndexedAtOnce, cancellationToken), cancellationToken))
        {
        }
    }
}
