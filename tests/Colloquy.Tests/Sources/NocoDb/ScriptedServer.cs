using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Colloquy.Tests.Sources.NocoDb;

/// <summary>An HTTP server on loopback that answers each request as a test says.</summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly HttpListener listener;
    private readonly Func<int, Answer> script;
    private int requests;

    /// <param name="script">Gets the number of the request, from 1 on.</param>
    public ScriptedServer(Func<int, Answer> script)
    {
        this.script = script;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
        }

        listener = new HttpListener { Prefixes = { Url } };
        listener.Start();
        _ = ServeAsync();
    }

    public string Url { get; }

    public int Requests => Volatile.Read(ref requests);

    /// <summary>Headers of the last request.</summary>
    public WebHeaderCollection? Headers { get; private set; }

    public void Dispose() => listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                Headers = (WebHeaderCollection)context.Request.Headers;
                var answer = script(Interlocked.Increment(ref requests));
                context.Response.StatusCode = answer.Status;
                foreach (var (name, value) in answer.Headers)
                {
                    context.Response.AddHeader(name, value);
                }

                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer.Body));
                context.Response.Close();
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
        }
    }

    internal sealed record Answer(int Status, string Body, params ImmutableArray<(string Name, string Value)> Headers);
}
