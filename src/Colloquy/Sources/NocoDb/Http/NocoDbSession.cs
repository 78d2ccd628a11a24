using System.Net;
using Colloquy.Sources.NocoDb.Schema;

namespace Colloquy.Sources.NocoDb.Http;

/// <summary>A reachable NocoDB and its API version.</summary>
internal sealed class NocoDbSession(NocoDbClient client, NocoDbApi api, NocoDbOptions options)
{
    /// <summary>Rows to request at once. NocoDB never returns more.</summary>
    public const int LargestPage = 1_000;

    // Target size of a page in bytes: rows with long texts are read in smaller pages.
    private const int GoodPage = 24 << 20;

    private int limit = LargestPage;

    public NocoDbClient Client => client;

    public NocoDbApi Api => api;

    public NocoDbOptions Options => options;

    /// <summary>
    /// Whether filters compare times by day, as early versions do. Then windows are whole days.
    /// </summary>
    public bool ComparesDays { get; set; }

    public Task<IReadOnlyList<MetaTable>> ListTablesAsync(CancellationToken cancellationToken) =>
        client.GetJsonAsync<IReadOnlyList<MetaTable>>(
            api.TablesPath(options.BaseId), json => [.. json.GetProperty("list").EnumerateArray().Select(table => new MetaTable(
            table.GetProperty("id").GetString()!,
            table.GetProperty("title").GetString()!,
            table.TryGetProperty("table_name", out var name) ? name.GetString() : null))], cancellationToken);

    public Task<IReadOnlyList<Field>> ReadFieldsAsync(string tableId, CancellationToken cancellationToken) =>
        client.GetJsonAsync<IReadOnlyList<Field>>(
            api.TablePath(options.BaseId, tableId), json => [.. api.ReadFields(json)], cancellationToken);

    public Task<long> CountAsync(TableSchema table, Where where, CancellationToken cancellationToken) =>
        AskAsync(
            table, api.CountPath(options.BaseId, table.Id, where), NocoDbClient.Reading(json => json.GetProperty("count").GetInt64()),
            cancellationToken);

    /// <summary>Reads one value of a column, without retries.</summary>
    public async Task TryColumnAsync(TableSchema table, Field column, CancellationToken cancellationToken)
    {
        try
        {
            await client.GetOnceAsync(
                api.RecordsPath(options.BaseId, table.Id, [column], [], Where.Anything, 1, 0), RecordsAnswer.ReadAsync, cancellationToken);
        }
        catch (AnswerTooLargeException)
        {
            // The column can be read: its value is just large.
        }
    }

    /// <param name="offset">Rows to skip; a multiple of the number of rows before.</param>
    /// <returns>Null if the offset is beyond the last row.</returns>
    public async Task<RecordsAnswer?> ReadAsync(
        TableSchema table, IEnumerable<(Field Field, bool Descending)> order, Where where, int offset, CancellationToken cancellationToken,
        int most = LargestPage)
    {
        while (true)
        {
            var asked = Math.Min(limit, most);
            try
            {
                var path = api.RecordsPath(options.BaseId, table.Id, table.Columns.Values, order, where, asked, offset);
                var answer = await AskAsync(table, path, RecordsAnswer.ReadAsync, cancellationToken, RecordsAnswer.LargestPage);
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
                return await ReadKeysAsync(table, order, where, offset, cancellationToken);
            }
            catch (NocoDbException refused) when (offset > 0
                && refused is { Status: HttpStatusCode.UnprocessableEntity, Code: "ERR_INVALID_OFFSET_VALUE" })
            {
                return null;
            }
        }
    }

    // Of a row that is too large, only the columns that identify and place it are read, so that reading continues after it.
    private Task<RecordsAnswer> ReadKeysAsync(
        TableSchema table, IEnumerable<(Field Field, bool Descending)> order, Where where, int offset, CancellationToken cancellationToken)
    {
        var columns = table.Columns.Where(column => column.Key is "id" or "created_at" or "updated_at" or "conversation_id")
            .Select(column => column.Value);
        var path = api.RecordsPath(options.BaseId, table.Id, columns, order, where, 1, offset);
        return AskAsync(table, path, (body, token) => RecordsAnswer.ReadAsync(body, LargestPage, isCut: true, token), cancellationToken);
    }

    // The error names the table, and the column that causes it if there is one.
    private async Task<T> AskAsync<T>(
        TableSchema table, string path, Func<Stream, CancellationToken, Task<T>> read, CancellationToken cancellationToken,
        long longest = NocoDbClient.LongestAnswer)
    {
        try
        {
            return await client.GetAsync(path, read, cancellationToken, longest);
        }
        catch (AnswerTooLargeException) when (longest < RecordsAnswer.LargestPage)
        {
            throw NocoDbClient.TooLarge(longest).About(table.Title);
        }
        catch (NocoDbException failure)
        {
            if (failure.Status == HttpStatusCode.InternalServerError
                && await ColumnProbe.FindBrokenAsync(this, table, cancellationToken) is { Length: > 0 } broken)
            {
                throw Complaint.OfColumns(table, broken, failure);
            }

            throw failure.About(table.Title);
        }
    }
}
