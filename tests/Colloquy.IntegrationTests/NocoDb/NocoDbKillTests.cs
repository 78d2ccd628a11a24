using Colloquy.IntegrationTests.Faults;
using Colloquy.IntegrationTests.Laws;
using Colloquy.Stores;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.NocoDb;

/// <summary>Killed = not killed, when both sides fail: the process that collects is killed and the server in front of it is faulty, at random moments.</summary>
public sealed class NocoDbKillTests
{
    private const int Kills = 20;
    private const int Faults = 20;
    private const int Restarts = 3;

    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kills_and_faults_at_random_moments_leave_what_an_undisturbed_run_over_files_leaves()
    {
        using var temp = new TempFolder();
        var rows = temp.Under("rows");
        SampleRows.Load().Times(20).WriteTo(rows);
        await using var undisturbed = await Home.OpenAsync(temp.Under("undisturbed"), Stop);
        Assert.Equal(0, (await undisturbed.RunAsync(rows, Stop)).ExitCode);
        var content = await undisturbed.ContentAsync(Stop);

        await using var server = await NocoDbServer.StartOwnAsync(Stop);
        await using var dify = await server.CreateDifyAsync(Stop);
        await dify.LoadAsync(rows, Stop);
        await using var proxy = await FaultProxy.StartAsync(server.Url);
        var random = new Random(20251123);
        int faults = 0;
        proxy.Script = request =>
        {
            lock (random)
            {
                var fault = request.Path.Contains("/records", StringComparison.Ordinal) && random.Next(8) == 0 ? Some(random) : null;
                faults += fault is null ? 0 : 1;
                return fault;
            }
        };

        // A home is killed until a collect gets through all the same or it had its seven; every home then has one run without kills, with faults.
        int killed = 0, interrupted = 0, homes = 0, restarts = 0;
        while (killed < Kills || faults < Faults || restarts < Restarts)
        {
            var path = temp.Under($"home{homes++}");
            for (var kill = 0; kill < 7 && killed < Kills; kill++)
            {
                var restart = random.Next(5) == 0 && restarts < Restarts ? server.RestartAsync(Stop) : Task.CompletedTask;
                restarts += restart.IsCompleted ? 0 : 1;
                var isKilled = await RunAsync(proxy.Url, dify.Id, server.Token, path, TimeSpan.FromSeconds(3 * random.NextDouble()));
                await restart;
                if (!isKilled)
                {
                    break;
                }

                killed++;
            }

            var last = restarts < Restarts ? server.RestartAsync(Stop) : Task.CompletedTask;
            restarts += last.IsCompleted ? 0 : 1;
            await RunAsync(proxy.Url, dify.Id, server.Token, path, Timeout.InfiniteTimeSpan);
            await last;
            await using var home = await Home.OpenAsync(path, Stop);
            content.AssertSame(await home.ContentAsync(Stop));
            var status = await home.StatusAsync(Stop);
            Assert.True(status.Reconciled, string.Join('\n', status.Mismatches));
            interrupted += status.Runs.Count(r => r.Outcome == RunOutcome.Interrupted);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{killed} kills in {homes} homes, {interrupted} of them hit a run at work; {faults} faults; {restarts} restarts");
        Assert.True(interrupted >= Kills / 2, $"only {interrupted} of {killed} kills hit a run at work");
    }

    private static Fault Some(Random random) => random.Next(6) switch
    {
        0 => new Fault.Answer(429, "{\"message\":\"ThrottlerException: Too Many Requests\"}", "application/json", ("Retry-After", "0")),
        1 => new Fault.Answer(500, "<html>oops</html>", "text/html"),
        2 => new Fault.Answer(502, "<html>bad gateway</html>", "text/html"),
        3 => new Fault.Cut(random.Next(100_000)),
        4 => new Fault.Reset(),
        _ => new Fault.Delay(TimeSpan.FromMilliseconds(random.Next(300))),
    };

    private static Task<bool> RunAsync(string url, string project, string token, string home, TimeSpan killAfter) => EndToEnd.Cli.RunOrKillAsync(
        new Dictionary<string, string>
        {
            ["COLLOQUY_HOME"] = home,
            ["NOCODB_BASE_URL"] = url,
            ["NOCODB_API_TOKEN"] = token,
            ["NOCODB_PROJECT_ID"] = project,
            ["COLLOQUY_NOCODB_RATE"] = "0",
        },
        killAfter,
        Stop,
        "run", "--quiet");
}
