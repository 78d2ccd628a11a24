using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.EndToEnd;

/// <summary>A person who asks hears within ten seconds of a server that takes connections and never answers, with the setting that names it.</summary>
public sealed class UnreachableTests : IDisposable
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(10);

    // Starting, on a machine that is busy with other tests.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private readonly TempFolder temp = new();
    private readonly TcpListener silent = new(IPAddress.Loopback, 0);

    public UnreachableTests() => silent.Start();

    private string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}");

    public void Dispose()
    {
        silent.Dispose();
        temp.Dispose();
    }

    [Fact]
    public async Task Every_reading_command_reports_a_silent_MongoDB()
    {
        var results = await CallAllAsync(("MONGODB_URI", $"mongodb://me:hush@{Address}/"), ["doctor"], ["status"], ["show", "c1"], ["search", "order"], ["dead-letters"]);
        Assert.All(results, result =>
        {
            Assert.Equal(1, result.ExitCode);
            Assert.Contains("does not answer in time. Check that MongoDB is running there, that the network allows the connection, and MONGODB_URI.", result.Output + result.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain("hush", result.Output + result.Errors, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Every_reading_command_reports_a_silent_bucket()
    {
        var results = await CallAllAsync(("S3_ENDPOINT_URL", "http://" + Address), ["doctor"], ["status"], ["query", "SELECT count(*) FROM messages"], ["lake", "snapshots"]);
        Assert.All(results, result =>
        {
            Assert.Equal(1, result.ExitCode);
            Assert.Contains("timed out. Check S3_ENDPOINT_URL, S3_BUCKET", result.Output + result.Errors, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("mongodb://no-such-host.invalid/", "its name is not known to the DNS")]
    [InlineData("mongodb+srv://no-such-host.invalid/", "its name has no SRV record")]
    [InlineData("mongodb://127.0.0.1:1/", "the port refuses connections")]
    public async Task An_unreachable_MongoDB_is_reported_with_the_reason(string uri, string reason)
    {
        var result = Assert.Single(await CallAllAsync(("MONGODB_URI", uri), ["status"]));
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(reason, result.Errors, StringComparison.Ordinal);
    }

    private async Task<CliResult[]> CallAllAsync((string Name, string Value) variable, params string[][] commands)
    {
        var home = temp.Under("home");
        await EndToEnd.Cli.CallAsync(home, Stop, "run", "--source", "files:" + Repository.Sample, "--quiet");
        var variables = ImmutableDictionary<string, string>.Empty.Add(variable.Name, variable.Value).Add("COLLOQUY_SOURCE", "files:" + Repository.Sample);
        variables = variable.Name == "MONGODB_URI" ? variables : variables.Add("S3_BUCKET", "bucket").Add("AWS_ACCESS_KEY_ID", "k").Add("AWS_SECRET_ACCESS_KEY", "s");
        return await Task.WhenAll(commands.Select(command => Task.Run(
            async () =>
            {
                var began = Stopwatch.GetTimestamp();
                var result = await EndToEnd.Cli.CallAsync(home, variables, TimeProvider.System, Stop, command);
                Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, Most + Margin);
                return result;
            },
            Stop)));
    }
}
