using System.Net;
using System.Text.Json;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.NocoDb;

/// <summary>The real NocoDB of the tests holds what a test put there.</summary>
public sealed class NocoDbServerTests
{
    private const string Talk = "aaaaaaaa-1111-4222-8333-444444444444";
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static readonly string Row = $$"""{"id":"{{Talk}}","app_id":"{{Talk}}","mode":"chat","name":"你好","status":"normal","from_source":"api","inputs":"{\"channel\": \"web\"}"}""";

    [Fact]
    public async Task A_database_in_Difys_shape_is_served_with_the_rows_of_the_sample()
    {
        var server = await NocoDbServer.SharedAsync(Stop);
        await using var dify = await server.CreateDifyAsync(Stop);
        await dify.LoadAsync(Repository.Sample, Stop);

        Assert.Equal((300, 1_037), (await dify.CountAsync("conversations", Stop), await dify.CountAsync("messages", Stop)));
        Assert.Equal(1_037, await dify.ScalarAsync<long>("select count(*) from messages", Stop));
    }

    [Fact]
    public async Task Rows_that_a_test_loads_get_defaults_and_replace_those_with_their_id()
    {
        var server = await NocoDbServer.SharedAsync(Stop);
        await using var dify = await server.CreateDifyAsync(Stop, optionalTables: true);
        await dify.LoadRowsAsync("conversations", [Row], Stop);
        await dify.LoadRowsAsync("conversations", [Row.Replace("你好", "再见", StringComparison.Ordinal)], Stop);
        await dify.LoadRowsAsync("apps", [$$"""{"id":"{{Talk}}","name":"Travel","mode":"chat"}"""], Stop);

        var row = Assert.Single(await ListAsync(server, server.Token, await dify.TableIdAsync("conversations", Stop)));
        Assert.Equal(("再见", 0, "web"), (Text(row, "name"), row.GetProperty("dialogue_count").GetInt32(), Text(row.GetProperty("inputs"), "channel")));
        Assert.Equal((1, 0, 0), (await dify.CountAsync("apps", Stop), await dify.CountAsync("end_users", Stop), await dify.CountAsync("message_feedbacks", Stop)));
    }

    [Fact]
    public async Task A_new_column_is_served_after_a_sync()
    {
        var server = await NocoDbServer.SharedAsync(Stop);
        await using var dify = await server.CreateDifyAsync(Stop);
        await dify.LoadRowsAsync("conversations", [Row], Stop);
        await dify.ExecuteAsync("alter table conversations add column rating integer default 5", Stop);
        var table = await dify.TableIdAsync("conversations", Stop);

        Assert.False((await ListAsync(server, server.Token, table))[0].TryGetProperty("rating", out _));
        await dify.SyncMetaAsync(Stop);
        Assert.Equal(5, (await ListAsync(server, server.Token, table))[0].GetProperty("rating").GetInt32());
    }

    [Fact]
    public async Task Tables_that_NocoDB_made_are_written_and_read()
    {
        var server = await NocoDbServer.SharedAsync(Stop);
        await using var own = await server.CreateOwnAsync(Stop);
        var ids = await own.InsertAsync("Messages", Enumerable.Range(0, 1_001).Select(i => $$"""{"message_id":"m{{i}}","total_price":0.0000444,"sent_at":"2025-03-01 10:00:00+00:00"}"""), Stop);
        await own.UpdateAsync("Messages", [$$"""{"Id":{{ids[0]}},"query":"changed"}"""], Stop);
        await own.DeleteAsync("Messages", ids.Skip(1), Stop);

        Assert.Equal(1_001, ids.Count);
        var row = Assert.Single(await ListAsync(server, server.Token, await own.TableIdAsync("Messages", Stop)));
        Assert.Equal(("m0", "changed", "2025-03-01 10:00:00+00:00"), (Text(row, "message_id"), Text(row, "query"), Text(row, "sent_at")));
        Assert.Equal(0, await own.CountAsync("Conversation", Stop));
    }

    [Fact]
    public async Task A_revoked_token_is_refused()
    {
        var server = await NocoDbServer.SharedAsync(Stop);
        await using var own = await server.CreateOwnAsync(Stop);
        var table = await own.TableIdAsync("Messages", Stop);
        var (id, token) = await server.CreateTokenAsync(Stop);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, token, table));
        await server.RevokeTokenAsync(id, Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, token, table));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, server.Token, table));
    }

    [Fact]
    public async Task A_separate_server_keeps_its_rows_when_it_or_its_database_stops()
    {
        await using var server = await NocoDbServer.StartOwnAsync(Stop, ("DB_QUERY_LIMIT_DEFAULT", "7"));
        await using var own = await server.CreateOwnAsync(Stop);
        await own.InsertAsync("Messages", Enumerable.Range(0, 10).Select(i => $$"""{"message_id":"m{{i}}"}"""), Stop);
        var table = await own.TableIdAsync("Messages", Stop);
        Assert.Equal(7, (await ListAsync(server, server.Token, table)).Count);

        await server.StopAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => StatusAsync(server, server.Token, table));
        await server.StartAsync(Stop);
        Assert.Equal(10, await own.CountAsync("Messages", Stop));

        await server.StopPostgresAsync(Stop);
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(server, server.Token, table));
        await server.StartPostgresAsync(Stop);
        Assert.Equal(10, await own.CountAsync("Messages", Stop));
    }

    private static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();

    private static async Task<HttpStatusCode> StatusAsync(NocoDbServer server, string token, string table)
    {
        using var response = await GetAsync(server, token, table);
        return response.StatusCode;
    }

    private static async Task<IReadOnlyList<JsonElement>> ListAsync(NocoDbServer server, string token, string table)
    {
        using var response = await GetAsync(server, token, table);
        return [.. JsonElement.Parse(await response.Content.ReadAsStringAsync(Stop)).GetProperty("list").EnumerateArray()];
    }

    private static async Task<HttpResponseMessage> GetAsync(NocoDbServer server, string token, string table)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("xc-token", token);
        return await client.GetAsync($"{server.Url}/api/v2/tables/{table}/records", Stop);
    }
}
