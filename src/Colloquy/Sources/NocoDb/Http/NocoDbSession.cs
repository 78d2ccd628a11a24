using System.Net;
using Colloquy.Sources.NocoDb.Schema;

namespace Colloquy.Sources.NocoDb.Http;

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

    public Task<IReadOnlyList<MetaTable>> ListTablesAsync(CancellationToken stop) =>
        client.GetJsonAsync<IReadOnlyList<MetaTable>>(api.TablesPath(options.BaseId), json => [.. json.GetProperty("list").EnumerateArray().Select(table => new MetaTable(
            table.GetProperty("id").GetString()!,
            table.GetProperty("title").GetString()!,
            table.TryGetProperty("table_name", out var name) ? name.GetString() : null))], stop);

    public Task<IReadOnlyList<Field>> ReadFieldsAsync(string tableId, CancellationToken stop) =>
        client.GetJsonAsync<IReadOnlyList<Field>>(api.TablePath(options.BaseId, tableId), json => [.. api.ReadFields(json)], stop);

    public Task<long> CountAsync(TableSchema table, Where where, CancellationToken stop) =>
        AskAsync(table, api.CountPath(options.BaseId, table.Id, where), NocoDbClient.Reading(json => json.GetProperty("count").GetInt64()), stop);

    /// <summary>Asks for one value of a column, once.</summary>
    public async Task TryColumnAsync(TableSchema table, Field column, CancellationToken stop)
    {
        try
        {
            await client.GetOnceAsync(api.RecordsPath(options.BaseId, table.Id, [column], [], Where.Anything, 1, 0), RecordsAnswer.ReadAsync, stop);
        }
        catch (AnswerTooLargeException)
        {
            // It has a value, if a large one.
        }
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
                var answer = await AskAsync(table, path, RecordsAnswer.ReadAsync, stop, RecordsAnswer.LargestPage);
                if (answer.Count > 0 && most == LargestPage)
                {
                    limit = Math.Clamp((int)(GoodPage / (answer.Bytes / answer.Count + 1L)), 1, LargestPage);
                }

                return answer;
            }
            catch (AnswerTooLargeException) when (asked > 1)
            {
                limit = Math.Max(1, asked / 8);
            }
            catch (NocoDbException late) when (late.TookTooLong && asked > 1)
            {
                limit = Math.Max(1, asked / 8);
            }
            catch (AnswerTooLargeException)
            {
                return await ReadKeysAsync(table, order, where, offset, stop);
            }
            catch (NocoDbException refused) when (offset > 0 && refused is { Status: HttpStatusCode.UnprocessableEntity, Code: "ERR_INVALID_OFFSET_VALUE" })
            {
                return null;
            }
        }
    }

    // Of a row that is too large what names and places it, so that reading goes on behind it.
    private Task<RecordsAnswer> ReadKeysAsync(TableSchema table, IEnumerable<(Field Field, bool Descending)> order, Where where, int offset, CancellationToken stop)
    {
        var columns = table.Columns.Where(column => column.Key is "id" or "created_at" or "updated_at" or "conversation_id").Select(column => column.Value);
        var path = api.RecordsPath(options.BaseId, table.Id, columns, order, where, 1, offset);
        return AskAsync(table, path, (body, token) => RecordsAnswer.ReadAsync(body, LargestPage, isCut: true, token), stop);
    }

    // A failure names the table, and the column if one is to blame.
    private async Task<T> AskAsync<T>(
        TableSchema table, string path, Func<Stream, CancellationToken, Task<T>> read, CancellationToken stop, long longest = NocoDbClient.LongestAnswer)
    {
        try
        {
            return await client.GetAsync(path, read, stop, longest);
        }
        catch (AnswerTooLargeException) when (longest < RecordsAnswer.LargestPage)
        {
            throw NocoDbClient.TooLarge(longest).About(table.Title);
        }
        catch (NocoDbException failure)
        {
            if (failure.Status == HttpStatusCode.InternalServerError && await ColumnProbe.FindBrokenAsync(this, table, stop) is { Length: > 0 } broken)
            {
                throw Complaint.OfColumns(table, broken, failure);
            }

            throw failure.About(table.Title);
        }
    }
}
