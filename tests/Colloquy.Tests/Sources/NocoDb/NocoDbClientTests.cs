using System.Globalization;
using Colloquy.Model;
using Colloquy.Sources.NocoDb.Http;
using Colloquy.Sources.NocoDb;
using Colloquy.TestKit;

namespace Colloquy.Tests.Sources.NocoDb;

/// <summary>What is tried again, how often, and after which time.</summary>
public sealed class NocoDbClientTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static readonly ScriptedServer.Answer Good = new(200, """{"count":7}""");

    [Theory]
    [InlineData(408)]
    [InlineData(425)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(520)]
    public async Task A_transient_status_is_retried(int status)
    {
        using var server = new ScriptedServer(number => number < 3 ? new(status, "<html>") : Good);

        Assert.Equal(7, await CountAsync(server, new HastyClock()));
        Assert.Equal(3, server.Requests);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(307)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(422)]
    [InlineData(431)]
    public async Task A_permanent_status_is_not_retried(int status)
    {
        using var server = new ScriptedServer(_ => new(status, """{"error":"ERR_X","message":"text of a row"}""", ("Location", "http://127.0.0.1:1/")));
        var failure = await Assert.ThrowsAsync<NocoDbException>(() => CountAsync(server, new HastyClock()));

        Assert.Equal((1, status, "ERR_X", false), (server.Requests, (int)failure.Status!, failure.Code, failure.IsTransient));
        Assert.Equal($"it answers {status} ERR_X", failure.Message);
    }

    [Fact]
    public async Task What_does_not_look_like_a_code_is_not_repeated()
    {
        using var server = new ScriptedServer(_ => new(422, """{"error":"planted","code":"a value of a row"}"""));
        var failure = await Assert.ThrowsAsync<NocoDbException>(() => CountAsync(server, new HastyClock()));

        Assert.Equal((null, "it answers 422"), (failure.Code, failure.Message));
    }

    [Theory]
    [InlineData("ECONNREFUSED", true)]
    [InlineData("ETIMEDOUT", true)]
    [InlineData("57P01", true)]
    [InlineData("53300", true)]
    [InlineData("08006", true)]
    [InlineData("40001", true)]
    [InlineData("42703", false)]
    [InlineData("22P02", false)]
    public async Task A_transient_failure_of_the_database_is_retried(string code, bool again)
    {
        using var server = new ScriptedServer(number => number == 1 ? new(400, $$"""{"error":"ERR_DATABASE_OP_FAILED","message":"x","code":"{{code}}"}""") : Good);
        if (again)
        {
            Assert.Equal(7, await CountAsync(server, new HastyClock()));
        }
        else
        {
            await Assert.ThrowsAsync<NocoDbException>(() => CountAsync(server, new HastyClock()));
        }

        Assert.Equal(again ? 2 : 1, server.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("{\"count\":")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"count\":\"many\"}")]
    public async Task A_body_that_is_not_what_was_asked_for_is_tried_again(string body)
    {
        using var server = new ScriptedServer(number => number == 1 ? new(200, body) : Good);

        Assert.Equal(7, await CountAsync(server, new HastyClock()));
        Assert.Equal(2, server.Requests);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task Retries_are_limited(int retries)
    {
        using var server = new ScriptedServer(_ => new(429, ""));
        var failure = await Assert.ThrowsAsync<NocoDbException>(() => CountAsync(server, new HastyClock(), retries));

        Assert.True(failure.IsTransient);
        Assert.Equal(retries + 1, server.Requests);
    }

    [Fact]
    public async Task The_backoff_grows_up_to_half_a_minute()
    {
        using var server = new ScriptedServer(_ => new(500, ""));
        var clock = new HastyClock();
        await Assert.ThrowsAsync<NocoDbException>(() => CountAsync(server, clock, retries: 20));

        Assert.Equal(20, clock.Waits.Count);
        Assert.All(clock.Waits, wait => Assert.InRange(wait.TotalSeconds, 0, 30));
        Assert.True(clock.Waits.Take(3).Max() < TimeSpan.FromSeconds(8));
        Assert.Contains(clock.Waits.Skip(8), wait => wait > TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_server_that_fails_for_long_is_left_alone_for_a_while()
    {
        using var server = new ScriptedServer(_ => new(500, ""));
        var clock = new StillClock();
        using var client = new NocoDbClient(Options(server, retries: 0), clock);
        for (int i = 0; i < 20; i++)
        {
            await Assert.ThrowsAsync<NocoDbException>(() => CountAsync(client));
        }

        Assert.InRange(server.Requests, 6, 7);
        clock.Advance(TimeSpan.FromSeconds(6));
        var before = server.Requests;
        await Assert.ThrowsAsync<NocoDbException>(() => CountAsync(client));
        Assert.Equal(before + 1, server.Requests);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_time_in_seconds_is_waited_for(int status)
    {
        using var server = new ScriptedServer(number => number == 1 ? new(status, "", ("Retry-After", "7")) : Good);
        var clock = new HastyClock();
        await CountAsync(server, clock);

        Assert.Equal(TimeSpan.FromSeconds(7), clock.Waits.First());
    }

    [Fact]
    public async Task A_time_of_the_servers_clock_is_waited_for()
    {
        var now = new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);
        using var server = new ScriptedServer(number => number == 1 ? new(429, "", ("Date", now.ToString("R", CultureInfo.InvariantCulture)), ("Retry-After", now.AddSeconds(11).ToString("R", CultureInfo.InvariantCulture))) : Good);
        var clock = new HastyClock();
        await CountAsync(server, clock);

        Assert.Equal(TimeSpan.FromSeconds(11), clock.Waits.First());
    }

    [Theory]
    [InlineData("", 30)]
    [InlineData("-5", 30)]
    [InlineData("soon", 30)]
    [InlineData("86400", 300)]
    public async Task Without_a_time_a_throttle_is_left_alone_for_half_a_minute_and_never_for_longer_than_five(string retryAfter, int seconds)
    {
        using var server = new ScriptedServer(number => number == 1 ? new(429, "", retryAfter.Length > 0 ? [("Retry-After", retryAfter)] : []) : Good);
        var clock = new HastyClock();
        await CountAsync(server, clock);

        Assert.Equal(seconds, clock.Waits.First().TotalSeconds, 0.5);
    }

    [Fact]
    public async Task A_throttle_applies_to_all_requests_and_lowers_the_rate()
    {
        using var server = new ScriptedServer(number => number == 1 ? new(429, "", ("Retry-After", "100")) : Good);
        var clock = new StillClock();
        using var client = new NocoDbClient(Options(server, retries: 1), clock);
        var first = CountAsync(client);
        await clock.WaitForDelaysAsync(1, Stop);
        var others = Enumerable.Range(0, 8).Select(_ => CountAsync(client)).ToList();

        clock.Advance(TimeSpan.FromSeconds(99));
        Assert.Equal(1, server.Requests);
        for (int i = 0; i < 200 && server.Requests < 10; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(0.25));
            await Task.Delay(5, Stop);
        }

        Assert.All(await Task.WhenAll([first, .. others]), count => Assert.Equal(7, count));
    }

    [Fact]
    public async Task Cancelling_ends_a_wait_at_once()
    {
        using var server = new ScriptedServer(_ => new(429, "", ("Retry-After", "100")));
        var clock = new StillClock();
        using var client = new NocoDbClient(Options(server, retries: 8), clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var counting = client.GetJsonAsync("api/x", json => json.GetProperty("count").GetInt64(), stop.Token);
        await clock.WaitForDelaysAsync(1, Stop);
        Assert.False(counting.IsCompleted);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => counting);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task A_request_carries_the_token_as_NocoDB_wants_it()
    {
        using var server = new ScriptedServer(_ => Good);
        await CountAsync(server, new HastyClock());

        Assert.Equal("planted", server.Headers!["xc-token"]);
        Assert.Null(server.Headers["Authorization"]);
    }

    [Fact]
    public async Task An_unreachable_server_is_reported_briefly()
    {
        var server = new ScriptedServer(_ => Good);
        server.Dispose();
        var failure = await Assert.ThrowsAsync<NocoDbException>(() => CountAsync(server, new HastyClock(), retries: 0));

        Assert.True(failure.IsTransient);
        Assert.Equal("the server cannot be reached (ConnectionError)", failure.Message);
    }

    private static async Task<long> CountAsync(ScriptedServer server, TimeProvider clock, int retries = 8)
    {
        using var client = new NocoDbClient(Options(server, retries), clock);
        return await CountAsync(client);
    }

    private static Task<long> CountAsync(NocoDbClient client) => client.GetJsonAsync("api/x", json => json.GetProperty("count").GetInt64(), Stop);

    private static NocoDbOptions Options(ScriptedServer server, int retries) =>
        new() { BaseUrl = new Uri(server.Url), Token = new Secret("planted"), BaseId = "p1", MaxRetries = retries };
}
