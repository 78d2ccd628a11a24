using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Colloquy.IntegrationTests.NocoDb;

/// <summary>A real NocoDB on loopback, over a PostgreSQL of its own.</summary>
internal sealed class NocoDbServer : IAsyncDisposable
{
    private const string Email = "admin@example.com";
    private const string Password = "Password123.";
    private static readonly Lazy<Task<NocoDbServer>> Shared = new(() => StartOwnAsync(CancellationToken.None));

    private readonly HttpClient client;
    private readonly PostgresServer postgres;
    private readonly (string Name, string Value)[] settings;
    private ServerProcess? process;
    private int databases;

    private NocoDbServer(PostgresServer postgres, (string Name, string Value)[] settings)
    {
        (this.postgres, this.settings) = (postgres, settings);
        Port = ServerProcess.FreePort();
        Url = $"http://127.0.0.1:{Port}";
        client = new HttpClient { BaseAddress = new Uri(Url) };
    }

    public string Url { get; }

    /// <summary>An API token that may do everything.</summary>
    public string Token { get; private set; } = "";

    public bool IsRunning => process is not null;

    internal PostgresServer Postgres => postgres;

    private int Port { get; }

    /// <summary>The server of the whole test run, started by the first test that asks. It is not to be stopped.</summary>
    public static Task<NocoDbServer> SharedAsync(CancellationToken stop) => Shared.Value.WaitAsync(stop);

    /// <summary>A server that a test may stop.</summary>
    /// <param name="settings">NocoDB's own variables, such as DB_QUERY_LIMIT_MAX.</param>
    public static async Task<NocoDbServer> StartOwnAsync(CancellationToken stop, params (string Name, string Value)[] settings)
    {
        await ServerInstall.EnsureAsync(stop);
        var server = new NocoDbServer(await PostgresServer.StartNewAsync(stop), settings);
        await server.postgres.ExecuteAsync("postgres", "create database nocodb", stop);
        await server.StartAsync(stop);
        var session = await server.CallAsync(HttpMethod.Post, "/api/v1/auth/user/signin", JsonContent.Create(new { email = Email, password = Password }), stop);
        server.client.DefaultRequestHeaders.Add("xc-auth", session.GetProperty("token").GetString());
        server.Token = (await server.CreateTokenAsync(stop)).Token;
        return server;
    }

    public async Task StartAsync(CancellationToken stop)
    {
        process = ServerProcess.Start(ServerInstall.NocoDb, "node", ["serve.mjs"], Settings());
        await process.LineAsync("ready", stop);
    }

    /// <summary>Kills NocoDB; PostgreSQL stays.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref process, null) is { } running)
        {
            await running.KillAsync();
            await running.DisposeAsync();
        }
    }

    public async Task RestartAsync(CancellationToken stop)
    {
        await StopAsync();
        await StartAsync(stop);
    }

    public Task StopPostgresAsync(CancellationToken stop) => postgres.StopAsync(stop);

    public Task StartPostgresAsync(CancellationToken stop) => postgres.StartAsync(stop);

    public async Task<(string Id, string Token)> CreateTokenAsync(CancellationToken stop)
    {
        var made = await CallAsync(HttpMethod.Post, "/api/v1/tokens", JsonContent.Create(new { description = "test" }), stop);
        return (made.GetProperty("id").ToString(), made.GetProperty("token").GetString()!);
    }

    /// <summary>NocoDB goes on accepting a deleted token that it remembers, so it is made to forget.</summary>
    public async Task RevokeTokenAsync(string id, CancellationToken stop)
    {
        await CallAsync(HttpMethod.Delete, "/api/v1/tokens/" + id, null, stop);
        await CallAsync(HttpMethod.Delete, "/api/v2/meta/cache", null, stop);
    }

    /// <summary>A new database in Dify's shape, attached to a new base: rows come and go past NocoDB, as in a real installation.</summary>
    public async Task<DifyBase> CreateDifyAsync(CancellationToken stop, bool optionalTables = false)
    {
        var database = "dify" + Interlocked.Increment(ref databases).ToString(CultureInfo.InvariantCulture);
        await postgres.ExecuteAsync("postgres", "create database " + database, stop);
        foreach (var script in optionalTables ? ["dify.sql", "dify-optional.sql"] : new[] { "dify.sql" })
        {
            await postgres.ExecuteAsync(database, await File.ReadAllTextAsync(Path.Combine(ServerInstall.NocoDb, script), stop), stop);
        }

        var source = new
        {
            type = "pg",
            alias = "dify",
            inflection_table = "none",
            inflection_column = "none",
            is_schema_readonly = true,
            is_data_readonly = false,
            config = new { client = "pg", searchPath = new[] { "public" }, connection = new { host = "127.0.0.1", port = postgres.Port, user = "postgres", password = "x", database } },
        };
        var made = await CallAsync(HttpMethod.Post, "/api/v2/meta/bases", JsonContent.Create(new { title = database, external = true, sources = new[] { source } }), stop);
        return new DifyBase(this, made.GetProperty("id").GetString()!, database, optionalTables);
    }

    /// <summary>A base whose tables NocoDB made: integer keys, times that NocoDB keeps, columns that are not named as Dify's.</summary>
    public async Task<OwnBase> CreateOwnAsync(CancellationToken stop)
    {
        var title = "own" + Interlocked.Increment(ref databases).ToString(CultureInfo.InvariantCulture);
        var id = (await CallAsync(HttpMethod.Post, "/api/v2/meta/bases", JsonContent.Create(new { title }), stop)).GetProperty("id").GetString()!;
        using var tables = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(ServerInstall.NocoDb, "tables.json"), stop));
        foreach (var table in tables.RootElement.EnumerateArray())
        {
            await CallAsync(HttpMethod.Post, $"/api/v2/meta/bases/{id}/tables", JsonContent.Create(table), stop);
        }

        return new OwnBase(this, id);
    }

    /// <summary>Calls NocoDB's API as its administrator.</summary>
    public async Task<JsonElement> CallAsync(HttpMethod method, string path, HttpContent? body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        using var response = await client.SendAsync(request, stop);
        var text = await response.Content.ReadAsStringAsync(stop);
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await postgres.DisposeAsync();
        client.Dispose();
    }

    private Dictionary<string, string> Settings()
    {
        var all = new Dictionary<string, string>
        {
            ["PORT"] = Port.ToString(CultureInfo.InvariantCulture),
            ["NODE_ENV"] = "production",
            ["NC_DB"] = $"pg://127.0.0.1:{postgres.Port}?u=postgres&p=x&d=nocodb",
            ["NC_ADMIN_EMAIL"] = Email,
            ["NC_ADMIN_PASSWORD"] = Password,
            ["NC_AUTH_JWT_SECRET"] = "00000000-0000-4000-8000-000000000000",
            ["NC_TOOL_DIR"] = postgres.Folder,
            ["NC_DISABLE_TELE"] = "true",
            ["NC_DISABLE_ERR_REPORTS"] = "true",
            ["NC_DISABLE_AUDIT"] = "true",
            ["NC_DATA_PAYLOAD_LIMIT"] = "1000",
            ["NC_REQUEST_BODY_SIZE"] = "50mb",
        };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        return all;
    }
}
