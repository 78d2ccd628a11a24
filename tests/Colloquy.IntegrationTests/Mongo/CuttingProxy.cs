using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Colloquy.IntegrationTests.Mongo;

/// <summary>
/// Stands between driver and server and counts what is asked. From one command on the server is gone for this client: the command itself is lost on its way, or only its answer is.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private static readonly string[] Writes = ["insert", "update", "delete", "findAndModify"];

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly int serverPort;
    private int writes;

    public CuttingProxy(string server)
    {
        serverPort = new Uri(server.Replace("mongodb://", "http://", StringComparison.Ordinal)).Port;
        listener.Start();
        _ = AcceptAsync();
    }

    public string Uri => $"mongodb://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/?serverSelectionTimeoutMS=5000&connectTimeoutMS=5000";

    /// <summary>Writing commands that are let through before the cut.</summary>
    public int Allowed { get; set; } = int.MaxValue;

    /// <summary>Whether the command at the cut still reaches the server.</summary>
    public bool AnswerIsLost { get; set; }

    public bool IsCut => Volatile.Read(ref writes) > Allowed;

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Dispose();
        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync(end.Token));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                if (IsCut)
                {
                    return;
                }

                await server.ConnectAsync(IPAddress.Loopback, serverPort, end.Token);
                var (asked, answered) = (client.GetStream(), server.GetStream());
                while (await ReadAsync(asked) is { } question)
                {
                    var isWrite = IsWrite(question);
                    var isCut = isWrite && Interlocked.Increment(ref writes) > Allowed;
                    if ((isCut || IsCut) && !(isCut && AnswerIsLost && Volatile.Read(ref writes) == Allowed + 1))
                    {
                        return;
                    }

                    await answered.WriteAsync(question, end.Token);
                    var answer = await ReadAsync(answered);
                    if (answer is null || isCut)
                    {
                        return;
                    }

                    await asked.WriteAsync(answer, end.Token);
                }
            }
            catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
            }
        }
    }

    private async Task<byte[]?> ReadAsync(NetworkStream from)
    {
        var header = new byte[4];
        if (await from.ReadAtLeastAsync(header, 4, throwOnEndOfStream: false, end.Token) < 4)
        {
            return null;
        }

        var message = new byte[BinaryPrimitives.ReadInt32LittleEndian(header)];
        header.CopyTo(message, 0);
        await from.ReadExactlyAsync(message.AsMemory(4), end.Token);
        return message;
    }

    // OP_MSG: header 16, flags 4, section kind 1, document length 4, type of the first element 1, its name.
    private static bool IsWrite(byte[] message)
    {
        const int NameStart = 26;
        if (message.Length <= NameStart || BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(12)) != 2013)
        {
            return false;
        }

        return Array.Exists(Writes, write => message.AsSpan(NameStart).StartsWith(System.Text.Encoding.ASCII.GetBytes(write + '\0')));
    }
}
