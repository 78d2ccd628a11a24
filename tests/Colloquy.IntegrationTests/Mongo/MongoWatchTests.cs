using System.Text.Json;
using Colloquy.IntegrationTests.EndToEnd;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.Mongo;

/// <summary><c>run --watch</c> on a MongoDB that is not there at first, goes away and comes back.</summary>
public sealed class MongoWatchTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_watch_outlives_the_server_and_ends_only_when_it_is_interrupted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        await using var server = await MongoServer.StartOwnAsync(Stop);
        await server.KillAsync();
        using var temp = new TempFolder();
        using var process = EndToEnd.Cli.StartIn(
            new Dictionary<string, string>
            {
                ["COLLOQUY_HOME"] = temp.Under("home"),
                ["MONGODB_URI"] = server.Uri + "?serverSelectionTimeoutMS=1000",
                ["MAX_RETRIES"] = "0",
            },
            "run", "--watch", "1s", "--json", "--source", "files:" + Repository.Sample);
        var errors = process.StandardError.ReadToEndAsync(Stop);

        Assert.Contains("MONGODB_URI", (await NextAsync("failed")).GetProperty("problem").GetString(), StringComparison.Ordinal);
        await server.StartAsync(Stop);
        await NextAsync("succeeded");
        await server.KillAsync();
        await NextAsync("failed");
        await server.StartAsync(Stop);
        Assert.Equal(0, (await NextAsync("succeeded")).GetProperty("exit_code").GetInt32());

        Assert.Equal(0, Signal.Interrupt(process.Id));
        while (await process.StandardOutput.ReadLineAsync(Stop) is not null)
        {
        }

        await process.WaitForExitAsync(Stop);
        Assert.True(process.ExitCode == 130, await errors);
        Assert.Contains("Trying again in ", await errors, StringComparison.Ordinal);

        async Task<JsonElement> NextAsync(string outcome)
        {
            while (await process.StandardOutput.ReadLineAsync(Stop) is { } line)
            {
                var run = JsonDocument.Parse(line).RootElement;
                if (run.GetProperty("outcome").GetString() == outcome)
                {
                    return run;
                }
            }

            throw new InvalidOperationException($"The watch ended before a run {outcome}: {await errors}");
        }
    }
}
