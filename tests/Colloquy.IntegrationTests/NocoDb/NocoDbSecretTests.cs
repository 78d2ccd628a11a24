using System.Text;
using Colloquy.IntegrationTests.Faults;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.NocoDb;

/// <summary>The token goes to NocoDB and nowhere else.</summary>
public sealed class NocoDbSecretTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_token_is_in_no_output_and_no_file()
    {
        using var temp = new TempFolder();
        var server = await NocoDbServer.SharedAsync(Stop);
        await using var dify = await server.CreateDifyAsync(Stop);
        await dify.LoadAsync(Repository.Sample, Stop);
        await using var proxy = await FaultProxy.StartAsync(server.Url);
        var (id, token) = await server.CreateTokenAsync(Stop);
        var variables = FaultServer.Variables(proxy.Url, dify.Id, token).Add("MAX_RETRIES", "1");
        var said = new StringBuilder();

        Assert.Equal(0, await CallAsync("run"));
        Assert.Equal(0, await CallAsync("status"));
        Assert.Equal(0, await CallAsync("status", "--json"));
        await CallAsync("doctor");
        proxy.Script = _ => new Fault.Answer(500, $$"""{"error":"{{token}}","message":"{{token}}","code":"{{token}}"}""", "application/json");
        Assert.Equal(1, await CallAsync("run"));
        proxy.Script = _ => new Fault.Answer(302, token, "text/plain", ("Location", $"http://127.0.0.1:1/{token}"));
        Assert.Equal(2, await CallAsync("run"));
        proxy.Script = _ => new Fault.Answer(200, token, "text/plain");
        Assert.Equal(1, await CallAsync("run", "--full"));
        proxy.Script = _ => new Fault.Cut(9);
        Assert.Equal(1, await CallAsync("run"));
        proxy.Script = null;
        await server.RevokeTokenAsync(id, Stop);
        Assert.Equal(2, await CallAsync("run"));
        await CallAsync("doctor");
        await CallAsync("status");

        Assert.Contains(proxy.Requests, request => request.Headers["xc-token"] == token);
        Assert.DoesNotContain(token, said.ToString(), StringComparison.OrdinalIgnoreCase);
        var files = Directory.GetFiles(temp.Path, "*", SearchOption.AllDirectories);
        Assert.Contains(files, file => file.EndsWith("store.db", StringComparison.Ordinal));
        Assert.Contains(files, file => file.EndsWith(".parquet", StringComparison.Ordinal));
        Assert.All(files, file => Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(token)) < 0, file));

        async Task<int> CallAsync(params string[] arguments)
        {
            var result = await EndToEnd.Cli.CallAsync(temp.Path, variables, new HastyClock(), Stop, [.. arguments, "--log-level", "Trace"]);
            said.AppendLine(result.Output).AppendLine(result.Errors);
            return result.ExitCode;
        }
    }
}
