using System.Globalization;
using Colloquy.Configuration;
using Colloquy.Model;
using Colloquy.Mongo;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.Mongo;

/// <summary>
/// A MongoDB on loopback: what COLLOQUY_TEST_MONGODB_URI names, else a mongod of this machine, else the stand-in of tests/servers/mongo.
/// </summary>
internal sealed class MongoServer : IAsyncDisposable
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "servers", "mongo");
    private static readonly Lazy<Task> Installed = new(InstallAsync);
    private static readonly Lazy<Task<MongoServer>> Shared = new(() => StartAnyAsync(CancellationToken.None));

    private readonly TempFolder data = new();
    private readonly int port = ServerProcess.FreePort();
    private readonly string[] options;
    private ServerProcess? process;
    private int databases;

    private MongoServer(string? uri, string[] options)
    {
        this.options = options;
        Uri = uri ?? string.Create(CultureInfo.InvariantCulture, $"mongodb://127.0.0.1:{port}/");
    }

    public string Uri { get; }

    /// <summary>Not a MongoDB: what it says about plans and sizes is its own.</summary>
    public bool IsStandIn => process is not null && !HasMongod;

    private static bool HasMongod => Programs.IsThere("mongod");

    /// <summary>The server of the whole test run. It is not to be stopped.</summary>
    public static Task<MongoServer> SharedAsync(CancellationToken stop) => Shared.Value.WaitAsync(stop);

    /// <summary>A server that a test may stop.</summary>
    /// <param name="options">Of the stand-in: <c>--refuse views</c>.</param>
    public static async Task<MongoServer> StartOwnAsync(CancellationToken stop, params string[] options)
    {
        await Installed.Value.WaitAsync(stop);
        var server = new MongoServer(null, options);
        await server.StartAsync(stop);
        return server;
    }

    /// <summary>Options for a database that no other test uses.</summary>
    public MongoOptions NewDatabase() => new() { Uri = new Secret(Uri), Database = string.Create(CultureInfo.InvariantCulture, $"colloquy_test_{Environment.ProcessId}_{Interlocked.Increment(ref databases)}") };

    public async Task StartAsync(CancellationToken stop)
    {
        var number = port.ToString(CultureInfo.InvariantCulture);
        process = HasMongod && options.Length == 0
            ? ServerProcess.Start(data.Path, "mongod", ["--dbpath", data.Path, "--port", number, "--bind_ip", "127.0.0.1", "--logpath", data.Under("mongod.log")], [])
            : ServerProcess.Start(Folder, "node", ["serve.mjs", "--port", number, "--data", data.Path, .. options], []);
        if (IsStandIn || options.Length > 0)
        {
            await process.LineAsync("ready", stop);
        }
    }

    public async Task KillAsync()
    {
        if (Interlocked.Exchange(ref process, null) is { } running)
        {
            await running.KillAsync();
            await running.DisposeAsync();
        }
    }

    public async Task RestartAsync(CancellationToken stop)
    {
        await KillAsync();
        await StartAsync(stop);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        data.Dispose();
    }

    private static async Task<MongoServer> StartAnyAsync(CancellationToken stop) =>
        Environment.GetEnvironmentVariable("COLLOQUY_TEST_MONGODB_URI") is { Length: > 0 } uri ? new MongoServer(uri, []) : await StartOwnAsync(stop);

    private static async Task InstallAsync()
    {
        if (HasMongod)
        {
            return;
        }

        if (!Programs.IsThere(Programs.Npm))
        {
            Programs.Missing("Neither mongod nor npm is installed: one of them brings a server for the MongoDB store.");
        }

        await Programs.InstallPackagesAsync("A server for the MongoDB store", Folder);
    }
}
