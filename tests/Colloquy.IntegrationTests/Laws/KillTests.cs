using System.Diagnostics;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.Laws;

/// <summary>Killed = not killed: the real process is killed at random moments, then one clean run follows.</summary>
public sealed class KillTests
{
    private const int Homes = 5;
    private const int KillsPerHome = 10;
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fifty_kills_at_random_moments_leave_what_an_undisturbed_run_leaves()
    {
        using var temp = new TempFolder();
        var rows = temp.Under("rows");
        SampleRows.Load().Times(12).WriteTo(rows, messageFiles: 6);
        var watch = Stopwatch.StartNew();
        Assert.Equal(0, await RunAsync(rows, temp.Under("undisturbed"), Timeout.InfiniteTimeSpan));
        var length = watch.Elapsed;
        await using var undisturbed = await Home.OpenAsync(temp.Under("undisturbed"), Stop);
        var content = await undisturbed.ContentAsync(Stop);

        var random = new Random(20251123);
        int killed = 0, interrupted = 0;
        for (var i = 0; i < Homes; i++)
        {
            var path = temp.Under($"home{i}");
            for (var kill = 0; kill < KillsPerHome; kill++)
            {
                killed += await RunAsync(rows, path, length * (0.1 + (0.9 * random.NextDouble()))) is null ? 1 : 0;
            }

            Assert.Equal(0, await RunAsync(rows, path, Timeout.InfiniteTimeSpan));
            await using var home = await Home.OpenAsync(path, Stop);
            content.AssertSame(await home.ContentAsync(Stop));
            var status = await home.StatusAsync(Stop);
            Assert.True(status.Reconciled, string.Join('\n', status.Mismatches));
            interrupted += status.Runs.Count(run => run.Outcome == Stores.RunOutcome.Interrupted);
        }

        // The figures that say whether the test tested anything: most kills hit a run at work.
        TestContext.Current.TestOutputHelper?.WriteLine($"{killed} killed, {interrupted} runs interrupted at work, undisturbed run {length.TotalSeconds:F1} s");
        Assert.True(interrupted >= Homes, $"only {interrupted} kills hit a run at work");
    }

    /// <returns>The exit code, or null when it was killed.</returns>
    private static async Task<int?> RunAsync(string rows, string home, TimeSpan killAfter)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Colloquy.Cli.dll"), "run", "--source", "files:" + rows, "--quiet"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        start.Environment["COLLOQUY_HOME"] = home;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Stop);
        var errors = process.StandardError.ReadToEndAsync(Stop);
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        timer.CancelAfter(killAfter);
        try
        {
            await process.WaitForExitAsync(timer.Token);
        }
        catch (OperationCanceledException) when (!Stop.IsCancellationRequested)
        {
            process.Kill();
            await process.WaitForExitAsync(Stop);
            return null;
        }

        Assert.True(process.ExitCode == 0, await output + await errors);
        return process.ExitCode;
    }
}
