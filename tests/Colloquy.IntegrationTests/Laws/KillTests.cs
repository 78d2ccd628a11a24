using Colloquy.Stores;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.Laws;

/// <summary>Killed = not killed: the real process is killed at random moments, then one clean run follows.</summary>
public sealed class KillTests
{
    private static readonly int Kills = Repository.Rounds(few: 25);

    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kills_at_random_moments_leave_what_an_undisturbed_run_leaves()
    {
        using var temp = new TempFolder();
        var rows = temp.Under("rows");
        SampleRows.Load().Times(4).WriteTo(rows, messageFiles: 6);
        await RunAsync(rows, temp.Under("undisturbed"), Timeout.InfiniteTimeSpan);
        await using var undisturbed = await Home.OpenAsync(temp.Under("undisturbed"), Stop);
        var content = await undisturbed.ContentAsync(Stop);
        var length = (await undisturbed.StatusAsync(Stop)).Runs[0] is { EndedAt: { } ended } run ? ended - run.StartedAt : TimeSpan.Zero;

        // A home is killed until a run gets through all the same or it had its ten; every home then has one clean run.
        var random = new Random(20251123);
        int killed = 0, interrupted = 0, homes = 0;
        while (killed < Kills)
        {
            var path = temp.Under($"home{homes++}");
            for (var kill = 0; kill < 10 && killed < Kills; kill++)
            {
                if (!await RunAsync(rows, path, length * random.NextDouble()))
                {
                    break;
                }

                killed++;
            }

            await RunAsync(rows, path, Timeout.InfiniteTimeSpan);
            await using var home = await Home.OpenAsync(path, Stop);
            content.AssertSame(await home.ContentAsync(Stop));
            var status = await home.StatusAsync(Stop);
            Assert.True(status.Reconciled, string.Join('\n', status.Mismatches));
            interrupted += status.Runs.Count(r => r.Outcome == RunOutcome.Interrupted);
        }

        // The figures that say whether the test tested anything: most kills hit a run at work.
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{killed} kills in {homes} homes, {interrupted} of them hit a run at work; an undisturbed run works for {length.TotalSeconds:F1} s");
        Assert.True(interrupted >= Kills / 2, $"only {interrupted} of {killed} kills hit a run at work");
    }

    private static Task<bool> RunAsync(string rows, string home, TimeSpan killAfter) => EndToEnd.Cli.RunOrKillAsync(
        new Dictionary<string, string> { ["COLLOQUY_HOME"] = home, ["BATCH_SIZE"] = "200" }, killAfter, Stop, "run", "--source", "files:" + rows, "--quiet");
}
