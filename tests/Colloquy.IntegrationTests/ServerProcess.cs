using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Colloquy.IntegrationTests;

/// <summary>A child that ends when its standard input does: the system closes that when the test process is gone, however it went.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly Channel<string> output = Channel.CreateBounded<string>(new BoundedChannelOptions(200) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly Task errors;

    private ServerProcess(Process process)
    {
        this.process = process;
        _ = ReadAsync(process.StandardOutput);
        errors = KeepErrorsAsync();
    }

    public string Errors { get; private set; } = "";

    public static ServerProcess Start(string folder, string program, string[] arguments, IEnumerable<KeyValuePair<string, string>> settings)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return new ServerProcess(Process.Start(start)!);
    }

    /// <summary>A port that is free and that the system does not give to outgoing connections, so that a server finds it free again after a restart.</summary>
    public static int FreePort()
    {
        while (true)
        {
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, Random.Shared.Next(20_000, 32_000));
                probe.Start();
                return ((IPEndPoint)probe.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
            }
        }
    }

    public Task SendAsync(string line) => process.StandardInput.WriteLineAsync(line);

    /// <summary>The next line of output that begins so.</summary>
    public async Task<string> LineAsync(string beginning, CancellationToken stop)
    {
        await foreach (var line in output.Reader.ReadAllAsync(stop))
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
            {
                return line;
            }
        }

        await errors.WaitAsync(stop);
        throw new InvalidOperationException($"{process.StartInfo.FileName} ended before it said '{beginning}': {Errors}");
    }

    /// <summary>Ends it without a goodbye.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task ReadAsync(StreamReader lines)
    {
        while (await lines.ReadLineAsync() is { } line)
        {
            output.Writer.TryWrite(line);
        }

        output.Writer.Complete();
    }

    private async Task KeepErrorsAsync()
    {
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            Errors = Errors.Length > 10_000 ? line : Errors + "\n" + line;
        }
    }
}
