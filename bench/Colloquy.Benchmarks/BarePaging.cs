using System.Globalization;
using System.Text.Json;

namespace Colloquy.Benchmarks;

/// <summary>
/// The yardstick of collecting from NocoDB: clients that page through both tables, with the same columns, page size and number of requests in flight, and throw the
/// answers away. <c>offset</c> pages by limit and offset in the order of id, as a script would; <c>keyset</c> divides the time into equal parts and goes on
/// behind the last row of each page.
/// </summary>
internal sealed class BarePaging(NocoDbServer server, int concurrency)
{
    private const int PageSize = 1_000;

    private long rows, requests, bytes;

    public async Task<ReadTotals> RunAsync(bool keyset)
    {
        foreach (var table in new[] { "conversations", "messages" })
        {
            var (id, fields) = await server.FindAsync(table);
            await (keyset ? KeysetAsync(id, fields) : OffsetAsync(id, fields));
        }

        return new ReadTotals(rows, requests, bytes);
    }

    private async Task OffsetAsync(string table, string fields)
    {
        var total = (await GetAsync($"api/v2/tables/{table}/records?fields={fields}&sort=id&limit=1")).Total;
        var offsets = Enumerable.Range(0, (int)((total + PageSize - 1) / PageSize)).Select(page => page * PageSize);
        await Parallel.ForEachAsync(offsets, new ParallelOptions { MaxDegreeOfParallelism = concurrency }, async (offset, _) =>
            await GetAsync($"api/v2/tables/{table}/records?fields={fields}&sort=id&limit={PageSize}&offset={offset}", count: true));
    }

    private async Task KeysetAsync(string table, string fields)
    {
        var first = Time((await GetAsync($"api/v2/tables/{table}/records?fields={fields}&sort=created_at,id&limit=1")).Last);
        var last = Time((await GetAsync($"api/v2/tables/{table}/records?fields={fields}&sort=-created_at,-id&limit=1")).Last).AddSeconds(1);
        var parts = 32;
        var edges = Enumerable.Range(0, parts + 1).Select(i => first.AddSeconds(Math.Round((last - first).TotalSeconds * i / parts))).ToList();
        await Parallel.ForEachAsync(Enumerable.Range(0, parts), new ParallelOptions { MaxDegreeOfParallelism = concurrency }, async (part, _) =>
        {
            var from = edges[part];
            while (true)
            {
                var where = Uri.EscapeDataString($"(created_at,gte,exactDate,{Text(from)})~and(created_at,lt,exactDate,{Text(edges[part + 1])})");
                var page = await GetAsync($"api/v2/tables/{table}/records?fields={fields}&sort=created_at,id&limit={PageSize}&where={where}", count: true);
                if (page.Total <= PageSize || page.Rows == 0)
                {
                    return;
                }

                // The rows of the last second come twice; a bare client does not mind.
                from = Time(page.Last);
            }
        });
    }

    private async Task<(int Rows, long Total, string Last)> GetAsync(string path, bool count = false)
    {
        var body = await server.Http.GetByteArrayAsync(new Uri(path, UriKind.Relative));
        Interlocked.Increment(ref requests);
        Interlocked.Add(ref bytes, body.Length);
        using var json = JsonDocument.Parse(body);
        var list = json.RootElement.GetProperty("list");
        int found = list.GetArrayLength();
        Interlocked.Add(ref rows, count ? found : 0);
        return (found, json.RootElement.GetProperty("pageInfo").GetProperty("totalRows").GetInt64(), found == 0 ? "" : list[found - 1].GetProperty("created_at").GetString()!);
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
