using System.Collections.Concurrent;
using Colloquy.Collect;
using Colloquy.IntegrationTests.EndToEnd;
using Colloquy.IntegrationTests.Faults;
using Colloquy.IntegrationTests.Laws;
using Colloquy.Model;
using Colloquy.Sources;
using Colloquy.Sources.NocoDb;
using Colloquy.Sources.Rows;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.NocoDb;

/// <summary>Whatever happens on the way to NocoDB, the record ends as if nothing had: in the same run, or in the next one after a run that said what to do.</summary>
public sealed class NocoDbFaultTests(FaultServer there) : IClassFixture<FaultServer>, IAsyncLifetime
{
    private const string Page = "<html><body>An error of a gateway</body></html>";
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private static readonly ImmutableDictionary<string, Fault> Faults = new Dictionary<string, Fault>
    {
        ["429 with a time"] = new Fault.Answer(429, """{"message":"slow down"}""", "application/json", ("Retry-After", "1")),
        ["429"] = new Fault.Answer(429, "ThrottlerException: Too Many Requests", "text/plain"),
        ["500"] = new Fault.Answer(500, Page, "text/html"),
        ["502"] = new Fault.Answer(502, Page, "text/html"),
        ["503"] = new Fault.Answer(503, "", "text/plain", ("Retry-After", "2")),
        ["database"] = new Fault.Answer(400, """{"error":"ERR_DATABASE_OP_FAILED","message":"x","code":"ECONNREFUSED"}""", "application/json"),
        ["page"] = new Fault.Answer(200, Page, "text/html"),
        ["nothing"] = new Fault.Answer(200, "", "application/json"),
        ["other JSON"] = new Fault.Answer(200, """{"status":"ok"}""", "application/json"),
        ["half"] = new Fault.Replace(body => body[..(body.Length / 2)]),
        ["cut"] = new Fault.Cut(40),
        ["reset"] = new Fault.Reset(),
    }.ToImmutableDictionary();

    private readonly TempFolder temp = new();
    private readonly HastyClock clock = new();
    private FaultProxy proxy = null!;
    private string url = "";

    public static TheoryData<string> Names => [.. Faults.Keys.Order(StringComparer.Ordinal)];

    private string Home => temp.Under("home");

    public async ValueTask InitializeAsync()
    {
        proxy = await FaultProxy.StartAsync(there.Server.Url);
        url = proxy.Url;
    }

    public async ValueTask DisposeAsync()
    {
        await proxy.DisposeAsync();
        temp.Dispose();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_transient_fault_costs_one_retry(string name)
    {
        var met = new ConcurrentDictionary<string, bool>();
        int faults = 0;
        proxy.Script = request => met.TryAdd(request.Path + request.Query, true) && Interlocked.Increment(ref faults) > 0 ? Faults[name] : null;

        var run = await CollectAsync();

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        await AssertUndisturbedAsync();
        Assert.True(faults > 36, $"Only {faults} requests were disturbed.");
        Assert.Equal(name == "429", clock.Waits.Any(wait => wait > TimeSpan.FromSeconds(29) && wait <= TimeSpan.FromSeconds(30)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_fault_that_lasts_ends_the_run_with_advice_and_the_next_run_goes_on(string name)
    {
        proxy.Script = request => request.Number > 25 ? Faults[name] : null;
        var run = await CollectAsync(("MAX_RETRIES", "2"));

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"NocoDB at {url}: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains(Advice(name), run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("gateway</body>", run.Errors, StringComparison.Ordinal);
        await AssertHealsAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(33)]
    public async Task Wherever_a_run_stops_the_next_one_continues(int after)
    {
        proxy.Script = request => request.Number > after ? Faults["502"] : null;
        Assert.Equal(1, (await CollectAsync(("MAX_RETRIES", "0"))).ExitCode);

        await AssertHealsAsync();
    }

    [Fact]
    public async Task Many_runs_that_break_off_come_to_the_end_together()
    {
        int run = 0, allowed = 0;
        proxy.Script = _ => Interlocked.Decrement(ref allowed) < 0 ? Faults["reset"] : null;
        do
        {
            run++;
            Volatile.Write(ref allowed, 6 + (4 * run));
        }
        while ((await CollectAsync(("MAX_RETRIES", "0"))).ExitCode != 0 && run < 30);

        Assert.InRange(run, 3, 29);
        await AssertUndisturbedAsync();
    }

    [Fact]
    public async Task Slow_answers_are_waited_for()
    {
        proxy.Script = request => new Fault.Delay(TimeSpan.FromMilliseconds(request.Number % 3 * 20));

        Assert.Equal(0, (await CollectAsync()).ExitCode);
        await AssertUndisturbedAsync();
        Assert.Empty(clock.Waits);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30_000)]
    public async Task A_body_that_stalls_is_given_up_and_asked_for_again(int bytes)
    {
        var met = new ConcurrentDictionary<string, bool>();
        int stalls = 0;
        proxy.Script = request => request.Number % 10 == 5 && met.TryAdd(request.Path + request.Query, true) && Interlocked.Increment(ref stalls) > 0 ? new Fault.Stall(bytes) : null;
        var options = new NocoDbOptions
        {
            BaseUrl = new Uri(proxy.Url),
            Token = new Secret(there.Server.Token),
            BaseId = there.Base.Id,
            Silence = TimeSpan.FromMilliseconds(600),
        };

        await using (var home = await Laws.Home.OpenAsync(Home, Stop))
        {
            var rows = new RowReader(TimeZoneInfo.Utc);
            using var source = new NocoDbSource(options, rows, clock);
            await new Collector(source, home.Store, rows, Some.ExecutorOver(home.Store), 1_000, 2, null)
                .CollectAsync(RowScope.Everything, full: false, Stop);
        }

        await AssertUndisturbedAsync();
        Assert.True(stalls >= 3, $"Only {stalls} requests stalled.");
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_does_not_get_the_token()
    {
        await using var elsewhere = await FaultProxy.StartAsync(there.Server.Url);
        proxy.Script = _ => new Fault.Answer(302, "", "text/html", ("Location", elsewhere.Url + "/login"));
        var run = await CollectAsync();

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Set NOCODB_BASE_URL to the new address", run.Errors, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Requests);
        await AssertHealsAsync();
    }

    [Fact]
    public async Task An_address_that_is_not_NocoDBs_is_named()
    {
        proxy.Script = _ => new Fault.Answer(404, Page, "text/html");
        var run = await CollectAsync();

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("NOCODB_BASE_URL must be the URL of NocoDB itself", run.Errors, StringComparison.Ordinal);
        Assert.Equal(2, proxy.Requests.Count);
    }

    [Fact]
    public async Task Nothing_listens_there()
    {
        await proxy.DisposeAsync();
        var run = await CollectAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"NocoDB at {url}: the server cannot be reached", run.Errors, StringComparison.Ordinal);
        Assert.Contains("Check that NocoDB is running and that NOCODB_BASE_URL is its address.", run.Errors, StringComparison.Ordinal);
        Assert.InRange(clock.Waits.Count, 8, 16);
    }

    [Fact]
    public async Task A_server_that_is_restarted_in_the_middle_is_waited_for()
    {
        AtRequest(20, () => there.Server.RestartAsync(Stop));
        var run = await CollectAsync();

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        await AssertUndisturbedAsync();
    }

    [Fact]
    public async Task A_database_that_is_away_for_a_while_is_waited_for()
    {
        AtRequest(20, () => there.Server.StopPostgresAsync(Stop));
        AtRequest(24, () => there.Server.StartPostgresAsync(Stop));
        var run = await CollectAsync(("MAX_RETRIES", "30"));

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        await AssertUndisturbedAsync();
        Assert.NotEmpty(clock.Waits);
    }

    [Fact]
    public async Task A_token_that_is_revoked_in_the_middle_is_named_by_its_variable_and_not_shown()
    {
        var (id, token) = await there.Server.CreateTokenAsync(Stop);
        AtRequest(20, () => there.Server.RevokeTokenAsync(id, Stop));
        var run = await CollectAsync(("NOCODB_API_TOKEN", token));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("set NOCODB_API_TOKEN", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(token, run.Errors + run.Output, StringComparison.Ordinal);
        await AssertHealsAsync();
    }

    [Fact]
    public async Task A_missing_base_is_named()
    {
        var run = await CollectAsync(("NOCODB_PROJECT_ID", "pnothingofthekind"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("There is no base pnothingofthekind, or the token may not see it", run.Errors, StringComparison.Ordinal);
    }

    private static string Advice(string name) => name switch
    {
        "429" or "429 with a time" => "Other clients use up its request limit. Wait, or lower COLLOQUY_NOCODB_RATE.",
        "500" => "it answers 500",
        "502" or "503" => $"it answers {name}",
        "database" => "it answers 400 ERR_DATABASE_OP_FAILED (ECONNREFUSED)",
        "page" or "nothing" or "half" or "other JSON" => "the response does not come from NocoDB",
        _ => "the next run continues from here",
    };

    // All requests wait meanwhile.
    private void AtRequest(int number, Func<Task> act)
    {
        var before = proxy.Before;
        Task? done = null;
        var gate = new Lock();
        proxy.Before = async request =>
        {
            if (before is not null)
            {
                await before(request);
            }

            if (request.Number >= number)
            {
                Task doing;
                lock (gate)
                {
                    doing = done ??= act();
                }

                await doing;
            }
        };
    }

    private async Task<CliResult> CollectAsync(params (string Name, string Value)[] variables) =>
        await EndToEnd.Cli.CallAsync(
            Home, there.Variables(url).SetItems(variables.Select(v => KeyValuePair.Create(v.Name, v.Value))), clock, Stop, "collect", "--quiet");

    private async Task AssertHealsAsync()
    {
        (proxy.Script, proxy.Before) = (null, null);
        var run = await CollectAsync();
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        await AssertUndisturbedAsync();
    }

    private async Task AssertUndisturbedAsync() => there.Undisturbed.AssertSame(await FaultServer.ContentAsync(Home, Stop));
}
