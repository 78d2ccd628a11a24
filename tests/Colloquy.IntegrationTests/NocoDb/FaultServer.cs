using Colloquy.IntegrationTests.Laws;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.NocoDb;

/// <summary>A NocoDB that tests may disturb, with so small pages that a collect of it takes dozens of requests.</summary>
public sealed class FaultServer : IAsyncLifetime
{
    private readonly TempFolder temp = new();

    internal NocoDbServer Server { get; private set; } = null!;

    internal DifyBase Base { get; private set; } = null!;

    /// <summary>What a collect leaves that nothing disturbed.</summary>
    internal Content Undisturbed { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var stop = CancellationToken.None;
        Server = await NocoDbServer.StartOwnAsync(stop, ("DB_QUERY_LIMIT_MAX", "100"));
        Base = await Server.CreateDifyAsync(stop);
        SampleRows.Load().Times(3).WriteTo(temp.Under("rows"));
        await Base.LoadAsync(temp.Under("rows"), stop);
        var result = await EndToEnd.Cli.CallAsync(temp.Under("home"), Variables(Server.Url), TimeProvider.System, stop, "collect", "--quiet");
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Undisturbed = await ContentAsync(temp.Under("home"), stop);
        Assert.Contains("Seen = 3111", Undisturbed.Parts["counts"], StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (Base is not null)
        {
            await Base.DisposeAsync();
        }

        if (Server is not null)
        {
            await Server.DisposeAsync();
        }

        temp.Dispose();
    }

    /// <summary>The environment of a command that collects from there.</summary>
    internal ImmutableDictionary<string, string> Variables(string url) => Variables(url, Base.Id, Server.Token);

    internal static ImmutableDictionary<string, string> Variables(string url, string baseId, string token) => new Dictionary<string, string>
    {
        ["NOCODB_BASE_URL"] = url,
        ["NOCODB_PROJECT_ID"] = baseId,
        ["NOCODB_API_TOKEN"] = token,
        ["MAX_WORKERS"] = "2",
    }.ToImmutableDictionary();

    internal static async Task<Content> ContentAsync(string home, CancellationToken stop)
    {
        await using var opened = await Home.OpenAsync(home, stop);
        return await opened.ContentAsync(stop);
    }
}
