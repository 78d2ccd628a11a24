using System.Globalization;
using Npgsql;

namespace Colloquy.IntegrationTests.NocoDb;

/// <summary>A PostgreSQL of its own on loopback; its data is gone with it.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private readonly ServerProcess process;

    private PostgresServer(int port, ServerProcess process) => (Port, this.process) = (port, process);

    public int Port { get; }

    /// <summary>Where the server keeps everything; removed when it ends.</summary>
    public string Folder { get; private set; } = "";

    public bool IsRunning { get; private set; }

    public static async Task<PostgresServer> StartNewAsync(CancellationToken stop)
    {
        var port = ServerProcess.FreePort();
        var server = new PostgresServer(port, ServerProcess.Start(ServerInstall.Postgres, "bash", ["serve.sh", port.ToString(CultureInfo.InvariantCulture)], []));
        await server.StartAsync(stop);
        return server;
    }

    public async Task StartAsync(CancellationToken stop)
    {
        await process.SendAsync("start");
        Folder = (await process.LineAsync("started ", stop))["started ".Length..];
        IsRunning = true;
    }

    public async Task StopAsync(CancellationToken stop)
    {
        IsRunning = false;
        await process.SendAsync("stop");
        await process.LineAsync("stopped", stop);
    }

    /// <summary>Not pooled: a pool would hand out connections from before a restart, and keep a database from being dropped.</summary>
    public async Task<NpgsqlConnection> OpenAsync(string database, CancellationToken stop)
    {
        var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={Port};Username=postgres;Database={database};Pooling=false;Command Timeout=300");
        await connection.OpenAsync(stop);
        return connection;
    }

    public async Task ExecuteAsync(string database, string sql, CancellationToken stop)
    {
        await using var connection = await OpenAsync(database, stop);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(stop);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
