using System.Text.Json;

namespace Colloquy.IntegrationTests.NocoDb;

/// <summary>A base of a running NocoDB; it is gone afterwards.</summary>
internal abstract class NocoDbBase(NocoDbServer server, string id) : IAsyncDisposable
{
    public string Id => id;

    protected NocoDbServer Server => server;

    public async Task<string> TableIdAsync(string title, CancellationToken stop)
    {
        var tables = await server.CallAsync(HttpMethod.Get, $"/api/v2/meta/bases/{id}/tables", null, stop);
        return tables.GetProperty("list").EnumerateArray().Single(table => table.GetProperty("title").GetString() == title).GetProperty("id").GetString()!;
    }

    /// <summary>How many rows NocoDB counts.</summary>
    public async Task<long> CountAsync(string title, CancellationToken stop)
    {
        var count = await server.CallAsync(HttpMethod.Get, $"/api/v2/tables/{await TableIdAsync(title, stop)}/records/count", null, stop);
        return count.GetProperty("count").GetInt64();
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (server.IsRunning && server.Postgres.IsRunning)
        {
            await server.CallAsync(HttpMethod.Delete, "/api/v2/meta/bases/" + id, null, CancellationToken.None);
        }
    }
}
