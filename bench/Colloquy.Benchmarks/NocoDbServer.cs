using System.Text.Json;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Sources.NocoDb;

namespace Colloquy.Benchmarks;

/// <summary>The NocoDB that the environment names, as it is for Colloquy.</summary>
internal sealed class NocoDbServer : IDisposable
{
    private static readonly string[] LeftOut = ["message"];

    public NocoDbServer()
    {
        var variables = new[] { NocoDbSettings.Url, NocoDbSettings.Token, NocoDbSettings.Base }
            .ToDictionary(name => name, name => new Variable(Environment.GetEnvironmentVariable(name) ?? "", "environment"));
        Options = OptionsReader.Read(variables).Source as NocoDbOptions ?? throw new InvalidOperationException("Set NOCODB_BASE_URL, NOCODB_API_TOKEN and NOCODB_PROJECT_ID.");
        Http = new HttpClient { BaseAddress = Options.BaseUrl, Timeout = TimeSpan.FromMinutes(5) };
        Http.DefaultRequestHeaders.Add("xc-token", Options.Token.Value);
    }

    public NocoDbOptions Options { get; }

    public HttpClient Http { get; }

    /// <returns>Id of a table and its columns but the prompt.</returns>
    public async Task<(string Id, string Fields)> FindAsync(string title)
    {
        using var tables = await ReadAsync($"api/v2/meta/bases/{Options.BaseId}/tables");
        var id = tables.RootElement.GetProperty("list").EnumerateArray().First(t => t.GetProperty("title").GetString() == title).GetProperty("id").GetString()!;
        using var table = await ReadAsync($"api/v2/meta/tables/{id}");
        return (id, string.Join(',', table.RootElement.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("title").GetString()!).Except(LeftOut)));
    }

    public void Dispose() => Http.Dispose();

    private async Task<JsonDocument> ReadAsync(string path) => JsonDocument.Parse(await Http.GetByteArrayAsync(new Uri(path, UriKind.Relative)));
}
