using Colloquy.Sqlite.Search;

namespace Colloquy.Sqlite;

public sealed partial class SqliteStore
{
    private const int ThreadsIndexedAtOnce = 2048;

    public async Task<IReadOnlyList<SearchHit>> SearchAsync(string text, int limit, CancellationToken stop)
    {
        if (limit <= 0 || SearchQuery.Parse(text) is not { } query)
        {
            return [];
        }

        while (await database.WriteAsync(session => SearchIndex.CatchUp(session, ThreadsIndexedAtOnce, stop), stop))
        {
        }

        return await database.ReadAsync(session => SearchIndex.Find(session, query, limit), stop);
    }
}
