using Colloquy.Sqlite.Search;

namespace Colloquy.Sqlite;

public sealed partial class SqliteStore
{
    private const int ThreadsIndexedAtOnce = 2048;

    public async Task<IReadOnlyList<SearchHit>> SearchAsync(string text, int limit, CancellationToken stop) =>
        limit <= 0 || SearchQuery.Parse(text) is not { } query ? [] : await database.ReadAsync(session => SearchIndex.Find(session, query, limit, stop), stop);

    public Task<long> CountUnindexedAsync(CancellationToken stop) => database.ReadAsync(SearchIndex.CountBehind, stop);

    public async Task IndexAsync(CancellationToken stop)
    {
        while (await database.WriteAsync(session => SearchIndex.CatchUp(session, ThreadsIndexedAtOnce, stop), stop))
        {
        }
    }
}
