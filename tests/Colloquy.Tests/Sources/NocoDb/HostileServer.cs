using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Colloquy.Tests.Sources.NocoDb;

/// <summary>A server on loopback that answers every request with what a test writes, for as long as somebody reads it.</summary>
internal sealed class HostileServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<Stream, string, CancellationToken, Task> answer;
    private int requests;

    /// <param name="answer">Gets the connection and the path of the request; writes head and body.</param>
    public HostileServer(Func<Stream, string, CancellationToken, Task> answer)
    {
        this.answer = answer;
        listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture)}/");
        _ = ServeAsync();
    }

    public Uri Url { get; }

    public int Requests => Volatile.Read(ref requests);

    /// <summary>Writes a body that never ends.</summary>
    /// <param name="head">Begins the body.</param>
    /// <param name="piece">Follows again and again.</param>
    public static async Task FloodAsync(Stream connection, string head, string piece, CancellationToken stop)
    {
        await WriteAsync(connection, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n" + head, stop);
        var more = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, (1 << 16) / piece.Length)));
        while (true)
        {
            await connection.WriteAsync(more, stop);
        }
    }

    public static Task WriteAsync(Stream connection, string text, CancellationToken stop) => connection.WriteAsync(Encoding.UTF8.GetBytes(text), stop).AsTask();

    public static Task WriteJsonAsync(Stream connection, string json, CancellationToken stop) => WriteAsync(
        connection, $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {Encoding.UTF8.GetByteCount(json).ToString(System.Globalization.CultureInfo.InvariantCulture)}\r\n\r\n{json}", stop);

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                _ = AnswerAsync(await listener.AcceptTcpClientAsync(stop.Token));
            }
        }
        catch (Exception closed) when (closed is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                using var connection = client.GetStream();
                using var reader = new StreamReader(connection, Encoding.ASCII, false, 4096, leaveOpen: true);
                var first = await reader.ReadLineAsync(stop.Token) ?? "";
                while (await reader.ReadLineAsync(stop.Token) is { Length: > 0 })
                {
                }

                Interlocked.Increment(ref requests);
                await answer(connection, first.Split(' ') is [_, var path, ..] ? path : "", stop.Token);
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
            {
            }
        }
    }
}
