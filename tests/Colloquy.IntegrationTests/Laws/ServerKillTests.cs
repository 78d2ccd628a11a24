using Colloquy.IntegrationTests.Mongo;
using Colloquy.IntegrationTests.S3;
using Colloquy.Stores;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.Laws;

/// <summary>Killed = not killed, when everything is: the process that works, the MongoDB that has the record and the server of the bucket, at random moments.</summary>
public sealed class ServerKillTests
{
    private const int Kills = 20;
    private const int Restarts = 10;

    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kills_and_restarts_of_both_servers_leave_what_an_undisturbed_run_over_folders_leaves()
    {
        using var temp = new TempFolder();
        var rows = temp.Under("rows");
        SampleRows.Load().Times(2).WriteTo(rows, messageFiles: 4);
        await using var undisturbed = await Home.OpenAsync(temp.Under("undisturbed"), Stop);
        Assert.Equal(0, (await undisturbed.RunAsync(rows, Stop)).ExitCode);
        var content = await undisturbed.ContentAsync(Stop);

        await using var mongo = await MongoServer.StartOwnAsync(Stop);
        await using var s3 = await S3Server.StartOwnAsync(Stop);
        var place = new Place(mongo, s3);
        var random = new Random(20251123);
        int killed = 0, interrupted = 0, homes = 0, mongoRestarts = 0, s3Restarts = 0;
        while (killed < Kills || mongoRestarts < Restarts || s3Restarts < Restarts)
        {
            // A home is killed until a run gets through all the same or it had its five; every home then has a run that is not killed, while servers go and come.
            var path = temp.Under($"home{homes++}");
            for (var kill = 0; kill < 5 && killed < Kills; kill++)
            {
                if (!await RunAsync(place, rows, path, TimeSpan.FromSeconds(4 * random.NextDouble())))
                {
                    break;
                }

                killed++;
            }

            var run = RunAsync(place, rows, path, Timeout.InfiniteTimeSpan);
            while (!run.IsCompleted)
            {
                await Task.WhenAny(run, Task.Delay(TimeSpan.FromSeconds(0.5 + random.NextDouble()), Stop));
                if (!run.IsCompleted && random.Next(2) == 0 && mongoRestarts < Restarts)
                {
                    await mongo.RestartAsync(Stop);
                    mongoRestarts++;
                }
                else if (!run.IsCompleted && s3Restarts < Restarts)
                {
                    await s3.KillAsync(Stop);
                    await s3.StartAsync(Stop);
                    s3Restarts++;
                }
            }

            await run;
            await using var home = await Home.OpenAsync(path, place, Stop);
            content.AssertSame(await home.ContentAsync(Stop));
            var status = await home.StatusAsync(Stop);
            Assert.True(status.Reconciled, string.Join('\n', status.Mismatches));
            interrupted += status.Runs.Count(r => r.Outcome == RunOutcome.Interrupted);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{killed} kills in {homes} homes, {interrupted} of them hit a run at work; {mongoRestarts} restarts of the database, {s3Restarts} of the bucket's server");
        Assert.True(interrupted >= Kills / 2, $"only {interrupted} of {killed} kills hit a run at work");
    }

    private static Task<bool> RunAsync(Place place, string rows, string home, TimeSpan killAfter)
    {
        var environment = place.EnvironmentOf(home);
        environment["BATCH_SIZE"] = "300";
        return EndToEnd.Cli.RunOrKillAsync(environment, killAfter, Stop, "run", "--source", "files:" + rows, "--quiet");
    }
}
