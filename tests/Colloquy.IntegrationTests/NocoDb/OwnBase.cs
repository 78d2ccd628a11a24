using System.Text;
using System.Text.Json;

namespace Colloquy.IntegrationTests.NocoDb;

/// <summary>Tables that NocoDB made and keeps: `Conversation` and `Messages` (see tests/servers/nocodb/tables.json). Rows are JSON objects by column title.</summary>
internal sealed class OwnBase(NocoDbServer server, string id) : NocoDbBase(server, id)
{
    /// <summary>Returns the keys that NocoDB gave to the rows, in order.</summary>
    public async Task<IReadOnlyList<long>> InsertAsync(string table, IEnumerable<string> jsonRows, CancellationToken stop)
    {
        var made = await WriteAsync(HttpMethod.Post, table, jsonRows, stop);
        return [.. made.Select(row => row.GetProperty("Id").GetInt64())];
    }

    /// <summary>Rows hold their `Id` and the columns that change.</summary>
    public Task UpdateAsync(string table, IEnumerable<string> jsonRows, CancellationToken stop) => WriteAsync(HttpMethod.Patch, table, jsonRows, stop);

    public Task DeleteAsync(string table, IEnumerable<long> ids, CancellationToken stop) =>
        WriteAsync(HttpMethod.Delete, table, ids.Select(id => JsonSerializer.Serialize(new { Id = id })), stop);

    private async Task<List<JsonElement>> WriteAsync(HttpMethod method, string table, IEnumerable<string> rows, CancellationToken stop)
    {
        var path = $"/api/v2/tables/{await TableIdAsync(table, stop)}/records";
        List<JsonElement> answers = [];
        foreach (var chunk in rows.Chunk(1000))
        {
            var answer = await Server.CallAsync(method, path, new StringContent($"[{string.Join(',', chunk)}]", Encoding.UTF8, "application/json"), stop);
            answers.AddRange(answer.EnumerateArray());
        }

        return answers;
    }
}
