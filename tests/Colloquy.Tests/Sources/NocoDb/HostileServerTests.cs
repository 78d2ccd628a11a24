using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Colloquy.Model;
using Colloquy.Sources;
using Colloquy.Sources.NocoDb;
using Colloquy.Sources.NocoDb.Http;
using Colloquy.Sources.Rows;
using Colloquy.TestKit;

namespace Colloquy.Tests.Sources.NocoDb;

/// <summary>A server that sends without end, or without haste, is cut off.</summary>
public sealed class HostileServerTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metadata_without_end_are_cut_off_by_size()
    {
        using var server = new HostileServer((connection, _, stop) => HostileServer.FloodAsync(connection, "{\"list\":[", "{\"id\":\"m1\",\"title\":\"t\"},", stop));
        var failure = await RefusedAsync(server);
        Assert.Contains("a response that should be small is larger than 16 MB", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task Endless_white_space_is_cut_off_by_size()
    {
        using var server = new HostileServer((connection, _, stop) => HostileServer.FloodAsync(connection, "{", " ", stop));
        await RefusedAsync(server);
    }

    [Fact]
    public async Task A_compressed_response_is_limited_by_its_uncompressed_size()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var blank = Encoding.ASCII.GetBytes(new string(' ', 1 << 20));
            for (int i = 0; i < 100; i++)
            {
                gzip.Write(blank);
            }
        }

        using var server = new HostileServer(async (connection, _, stop) =>
        {
            await HostileServer.WriteAsync(connection, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n", stop);
            await connection.WriteAsync(packed.ToArray(), stop);
        });
        Assert.Contains("larger than 16 MB", (await RefusedAsync(server)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_trickles_is_cut_off_by_time_and_not_asked_for_again()
    {
        using var server = new HostileServer(async (connection, _, stop) =>
        {
            await HostileServer.WriteAsync(connection, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n[", stop);
            while (true)
            {
                await HostileServer.WriteAsync(connection, " ", stop);
                await Task.Delay(10, stop);
            }
        });
        var failure = await RefusedAsync(server, TimeSpan.FromMilliseconds(300));
        Assert.Contains("a response was not complete after", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.IsOutage);
        Assert.InRange(server.Requests, 1, 2);
    }

    [Fact]
    public async Task A_head_that_trickles_is_cut_off_by_time()
    {
        using var server = new HostileServer(async (connection, _, stop) =>
        {
            await HostileServer.WriteAsync(connection, "HTTP/1.1 200 OK\r\n", stop);
            while (true)
            {
                await HostileServer.WriteAsync(connection, "X: y\r\n", stop);
                await Task.Delay(10, stop);
            }
        });
        Assert.Contains("a response was not complete after", (await RefusedAsync(server, TimeSpan.FromMilliseconds(300))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_without_end_are_cut_off()
    {
        using var server = new HostileServer(async (connection, _, stop) =>
        {
            await HostileServer.WriteAsync(connection, "HTTP/1.1 200 OK\r\n", stop);
            while (true)
            {
                await HostileServer.WriteAsync(connection, "X: " + new string('y', 1_000) + "\r\n", stop);
            }
        });
        await RefusedAsync(server);
    }

    [Fact]
    public async Task An_endless_error_body_is_an_error_without_a_code()
    {
        using var server = new HostileServer(async (connection, _, stop) =>
        {
            await HostileServer.WriteAsync(connection, "HTTP/1.1 422 No\r\nConnection: close\r\n\r\n{\"error\":\"", stop);
            while (true)
            {
                await HostileServer.WriteAsync(connection, new string('X', 1_000), stop);
            }
        });
        Assert.Contains("it answers 422", (await RefusedAsync(server)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_rows_than_requested_are_an_error()
    {
        var body = "{\"list\":[" + string.Join(',', Enumerable.Repeat("{}", 1_001)) + "]}";
        await Assert.ThrowsAsync<JsonException>(() => RecordsAnswer.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(body)), Stop));
    }

    [Fact]
    public async Task A_server_that_keeps_returning_the_same_rows_is_detected()
    {
        const string Row = """{"id":"c1","created_at":"2025-04-01 12:00:00+00:00"}""";
        using var server = new HostileServer((connection, path, stop) => HostileServer.WriteJsonAsync(connection, Answer(path, "{\"list\":[" + Row + "],\"pageInfo\":{\"totalRows\":1000000,\"isLastPage\":false}}"), stop));
        var failure = await RefusedAsync(server);
        Assert.Contains("it keeps returning the same rows", failure.Message, StringComparison.Ordinal);
        Assert.InRange(server.Requests, 20, 200);
    }

    [Fact]
    public async Task A_row_that_is_too_large_is_a_dead_letter_with_its_key_and_the_others_are_read()
    {
        using var server = new HostileServer((connection, path, stop) =>
            !path.Contains("/mc/records?", StringComparison.Ordinal) || path.Contains("inputs", StringComparison.Ordinal) is false
                ? HostileServer.WriteJsonAsync(connection, Answer(path, """{"list":[{"id":"c1","created_at":"2025-04-01 12:00:00+00:00"}],"pageInfo":{"totalRows":1}}"""), stop)
                : HostileServer.FloodAsync(connection, "{\"list\":[{\"id\":\"c1\",\"inputs\":\"", "x", stop));
        using var source = Source(server, TimeSpan.FromMinutes(1));
        var letters = await source.ReadAsync(Request, Stop).SelectMany(page => page.DeadLetters).ToListAsync(Stop);
        var letter = Assert.Single(letters, letter => letter.Table == SourceTable.Conversations);
        Assert.Equal(("c1", DeadReason.TooLarge), (letter.RowId, letter.Reason));
    }

    [Fact]
    public void Names_in_messages_are_few_and_short()
    {
        var listed = Colloquy.Sources.NocoDb.Schema.SchemaResolver.Listed(Enumerable.Repeat(new string('x', 1 << 20), 100_000));
        Assert.InRange(listed.Length, 1, 10_000);
        Assert.Equal("a, b", Colloquy.Sources.NocoDb.Schema.SchemaResolver.Listed(["a", "b"]));
    }

    private static SourceRequest Request { get; } = new(ImmutableDictionary<string, SourceMark>.Empty, PageSize: 100, Parallelism: 1, Full: false);

    // A base with the two tables that there have to be, and records of conversations as given.
    private static string Answer(string path, string records) =>
        path.Contains("/meta/bases/", StringComparison.Ordinal) ? """{"list":[{"id":"mc","title":"conversations","table_name":"conversations"},{"id":"mm","title":"messages","table_name":"messages"}]}"""
        : path.Contains("/meta/tables/mc", StringComparison.Ordinal) ? Columns("id", "inputs")
        : path.Contains("/meta/tables/mm", StringComparison.Ordinal) ? Columns("id", "conversation_id", "query", "answer")
        : path.Contains("/mc/records/count", StringComparison.Ordinal) ? """{"count":1}"""
        : path.Contains("/count", StringComparison.Ordinal) ? """{"count":0}"""
        : path.Contains("/mc/", StringComparison.Ordinal) ? records
        : """{"list":[],"pageInfo":{"totalRows":0}}""";

    private static string Columns(params string[] texts) => "{\"columns\":[" + string.Join(',', (string[])[
        .. texts.Select((name, i) => $$"""{"id":"c{{i}}","title":"{{name}}","column_name":"{{name}}","uidt":"SingleLineText","pk":{{(name == "id" ? "true" : "false")}},"rqd":true}"""),
        """{"id":"ct","title":"created_at","column_name":"created_at","uidt":"DateTime","pk":false,"rqd":true}"""]) + "]}";

    private static async Task<SourceException> RefusedAsync(HostileServer server, TimeSpan? patience = null)
    {
        using var source = Source(server, patience ?? TimeSpan.FromMinutes(1));
        return await Assert.ThrowsAsync<SourceException>(() => source.ReadAsync(Request, Stop).CountAsync(Stop).AsTask());
    }

    private static NocoDbSource Source(HostileServer server, TimeSpan patience) => new(
        new NocoDbOptions { BaseUrl = server.Url, Token = new Secret("planted"), BaseId = "p1", MaxRetries = 1, Patience = patience }, new RowReader(TimeZoneInfo.Utc), new HastyClock());
}
