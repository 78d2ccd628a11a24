using System.Net;

namespace Colloquy.Sources.NocoDb;

/// <summary>A NocoDB that was reached, with the version of its API that it speaks.</summary>
internal sealed class NocoDbSession(NocoDbClient client, NocoDbApi api, NocoDbOptions options)
{
    /// <summary>Rows to ask for at once; NocoDB gives no more, whatever is asked.</summary>
    public const int LargestPage = 1_000;

    // Bytes that a page should not go beyond by far: rows with long texts come in smaller pages.
    private const int GoodPage = 24 << 20;

    private int limit = LargestPage;

    public NocoDbClient Client => client;

    public NocoDbApi Api => api;

    public NocoDbOptions Options => options;

    /// <summary>
    /// Times in filters are compared by their day, as early versions do: windows are whole days then.
    /// </summary>
    public bool ComparesDays { get; set; }

    public async Task<IReadOnlyList<MetaTable>> ListTablesAsync(CancellationToken stop)
    {
        using var json = await client.GetJsonAsync(api.TablesPath(options.BaseId), stop);
        return [.. json.RootElement.GetProperty("list").EnumerateArray().Select(table => new MetaTable(
            table.GetProperty("id").GetString()!,
            table.GetProperty("title").GetString()!,
            table.TryGetProperty("table_name", out var name) ? name.GetString() : null))];
    }

    public async Task<IReadOnlyList<Field>> ReadFieldsAsync(string tableId, CancellationToken stop)
    {
        using var json = await client.GetJsonAsync(api.TablePath(options.BaseId, tableId), stop);
        return [.. api.ReadFields(json.RootElement)];
    }

    public async Task<long> CountAsync(TableSchema table, Where where, CancellationToken stop)
    {
        using var json = await client.GetJsonAsync(api.CountPath(options.BaseId, table.Id, where), stop);
        return json.RootElement.GetProperty("count").GetInt64();
    }

    /// <param name="offset">Rows to pass over; a multiple of the rows that came before it.</param>
    /// <returns>Null when the offset is behind the last row.</returns>
    public async Task<RecordsAnswer?> ReadAsync(
        TableSchema table, IEnumerable<(Field Field, bool Descending)> order, Where where, int offset, CancellationToken stop, int most = LargestPage)
    {
        while (true)
        {
            var asked = Math.Min(limit, most);
            try
            {
                var path = api.RecordsPath(options.BaseId, table.Id, table.Columns.Values, order, where, asked, offset);
                var answer = await client.GetAsync(path, RecordsAnswer.ReadAsync, stop);
                if (answer.Count > 0 && most == LargestPage)
                {
                    limit = Math.Clamp((int)(GoodPage / (answer.Bytes / answer.Count + 1L)), 1, LargestPage);
                }

                return answer;
            }
            catch (PageTooLargeException) when (asked > 1)
            {
                limit = Math.Max(1, asked / 8);
            }
            catch (NocoDbException refused) when (offset > 0 && refused is { Status: HttpStatusCode.UnprocessableEntity, Code: "ERR_INVALID_OFFSET_VALUE" })
            {
                return null;
            }
        }
    }
}
