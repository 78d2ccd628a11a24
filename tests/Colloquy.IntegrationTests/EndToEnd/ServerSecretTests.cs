using System.Text;
using Colloquy.IntegrationTests.Laws;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.EndToEnd;

/// <summary>Passwords and keys go to the servers and nowhere else: no output, no log, no crash, no file, no list of processes.</summary>
public sealed class ServerSecretTests
{
    private const string Planted = "planted-secret-31415";

    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Secrets_are_in_no_output_no_file_and_no_list_of_processes()
    {
        using var temp = new TempFolder();
        var place = await Place.OfAsync(mongo: true, s3: true, Stop);
        var good = place.EnvironmentOf(temp.Path).ToImmutableDictionary().Remove("COLLOQUY_HOME");
        var secret = good["AWS_SECRET_ACCESS_KEY"];
        var address = good["MONGODB_URI"]["mongodb://".Length..];
        var said = new StringBuilder();

        Assert.Equal(0, await CallAsync(good, "run", "--source", "files:" + Repository.Sample));
        foreach (var command in (string[][])[["status"], ["status", "--json"], ["doctor", "--source", "files:" + Repository.Sample], ["query", "SELECT count(*) FROM messages"], ["lake", "snapshots"], ["search", "the"]])
        {
            Assert.Equal(0, await CallAsync(good, command));
        }

        // Wrong ones: a password that the server does not know, an address where nobody is, an address that is none, keys that are refused.
        var password = good.SetItem("MONGODB_URI", $"mongodb://user:{Planted}@{address}");
        var nobody = good.SetItem("MONGODB_URI", $"mongodb://user:{Planted}@127.0.0.1:1/?serverSelectionTimeoutMS=200").SetItem("MAX_RETRIES", "1");
        var nonsense = good.SetItem("MONGODB_URI", $"mongodb://user:{Planted}@:x:y/");
        var keys = good.SetItem("AWS_SECRET_ACCESS_KEY", Planted).SetItem("AWS_SESSION_TOKEN", Planted).SetItem("MAX_RETRIES", "1");
        foreach (var wrong in (ImmutableDictionary<string, string>[])[password, nobody, nonsense, keys])
        {
            foreach (var command in (string[])["run", "doctor", "status"])
            {
                Assert.NotEqual(0, await CallAsync(wrong, command));
            }
        }

        Assert.DoesNotContain(Planted, said.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(secret, said.ToString(), StringComparison.OrdinalIgnoreCase);
        foreach (var needle in (string[])[Planted, secret])
        {
            Assert.All(
                Directory.GetFiles(temp.Path, "*", SearchOption.AllDirectories), file => Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(needle)) < 0, file));
            Assert.All(await place.DocumentsAsync(temp.Path, Stop), document => Assert.True(document.Document.AsSpan().IndexOf(Encoding.UTF8.GetBytes(needle)) < 0, document.Collection));
        }

        if (OperatingSystem.IsLinux())
        {
            using var process = Cli.StartIn(place.EnvironmentOf(temp.Path), "run", "--source", "files:" + Repository.Sample, "--quiet");
            var line = await File.ReadAllTextAsync($"/proc/{process.Id}/cmdline", Stop);
            await process.WaitForExitAsync(Stop);
            Assert.Contains("run", line, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, line, StringComparison.Ordinal);
        }

        async Task<int> CallAsync(ImmutableDictionary<string, string> variables, params string[] arguments)
        {
            var result = await Cli.CallAsync(temp.Path, variables, TimeProvider.System, Stop, [.. arguments, "--log-level", "Trace"]);
            said.AppendLine(result.Output).AppendLine(result.Errors);
            return result.ExitCode;
        }
    }
}
