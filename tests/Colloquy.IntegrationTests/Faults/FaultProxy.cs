using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Colloquy.IntegrationTests.Faults;

/// <summary>Stands on loopback in front of a server, passes requests through as they are, and spoils those that <see cref="Script"/> names.</summary>
/// <remarks>When the server is gone the proxy drops the connection, as the server itself would.</remarks>
internal sealed class FaultProxy : IAsyncDisposable
{
    // Whatever belongs to one connection and not to the message.
    private static readonly string[] Hops = ["Connection", "Keep-Alive", "Transfer-Encoding"];

    private readonly WebApplication app;
    private readonly string upstream;
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly CancellationTokenSource disposed = new();
    private readonly Lock gate = new();
    private ImmutableList<ProxiedRequest> requests = [];

    private FaultProxy(WebApplication app, string upstream) => (this.app, this.upstream) = (app, upstream.TrimEnd('/'));

    public string Url => app.Urls.Single();

    /// <summary>Every request so far, in order of arrival.</summary>
    public IReadOnlyList<ProxiedRequest> Requests => Volatile.Read(ref requests);

    /// <summary>Runs before each request is looked at: a test changes rows between two pages here.</summary>
    public Func<ProxiedRequest, Task>? Before { get; set; }

    /// <summary>Asked for each request; null passes it through.</summary>
    public Func<ProxiedRequest, Fault?>? Script { get; set; }

    public static async Task<FaultProxy> StartAsync(string upstream)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel =>
        {
            // How long an address may be is the server's to say.
            kestrel.Limits.MaxRequestLineSize = kestrel.Limits.MaxRequestHeadersTotalSize = 256 * 1024;
            kestrel.Limits.MaxRequestBufferSize = null;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = kestrel.Limits.MinResponseDataRate = null;
        });
        var app = builder.Build();
        var proxy = new FaultProxy(app, upstream);
        app.Run(proxy.ServeAsync);
        await app.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await disposed.CancelAsync();
        await app.DisposeAsync();
        client.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        var request = Arrived(context);
        try
        {
            if (Before is { } before)
            {
                await before(request);
            }

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, disposed.Token);
            await AnswerAsync(context, request, Script?.Invoke(request), stop.Token);
        }
        finally
        {
            request.Ended = Stopwatch.GetTimestamp();
        }
    }

    private ProxiedRequest Arrived(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var question = target.IndexOf('?', StringComparison.Ordinal);
        lock (gate)
        {
            var request = new ProxiedRequest
            {
                Number = requests.Count + 1,
                Method = context.Request.Method,
                Path = question < 0 ? target : target[..question],
                Query = question < 0 ? "" : target[question..],
                Headers = context.Request.Headers.ToImmutableDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                Started = Stopwatch.GetTimestamp(),
            };
            requests = requests.Add(request);
            return request;
        }
    }

    private async Task AnswerAsync(HttpContext context, ProxiedRequest request, Fault? fault, CancellationToken stop)
    {
        switch (fault)
        {
            case Fault.Reset:
                context.Abort();
                return;
            case Fault.Answer answer:
                await AnswerAsync(context.Response, request, answer, stop);
                return;
            case Fault.Delay delay:
                await Task.Delay(delay.Time, stop);
                break;
        }

        HttpResponseMessage response;
        try
        {
            using var message = ToMessage(context.Request, fault is Fault.Rewrite rewrite ? rewrite.PathAndQuery(request.Path + request.Query) : request.Path + request.Query);
            response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, stop);
        }
        catch (HttpRequestException)
        {
            context.Abort();
            return;
        }

        using (response)
        {
            if (fault is Fault.Lose)
            {
                await response.Content.LoadIntoBufferAsync(stop);
                context.Abort();
                return;
            }

            CopyHead(response, context.Response);
            await PassAsync(response.Content, context.Response, request, fault, stop);
        }
    }

    private static async Task AnswerAsync(HttpResponse to, ProxiedRequest request, Fault.Answer answer, CancellationToken stop)
    {
        var body = Encoding.UTF8.GetBytes(answer.Body);
        (to.StatusCode, to.ContentType, to.ContentLength) = (answer.Status, answer.ContentType, body.Length);
        foreach (var (name, value) in answer.Headers)
        {
            to.Headers[name] = value;
        }

        await to.Body.WriteAsync(body, stop);
        request.Sent(body.Length);
    }

    private HttpRequestMessage ToMessage(HttpRequest from, string pathAndQuery)
    {
        // Escapes stay as the client wrote them: what the server makes of them is what a test is after.
        var uri = new Uri(upstream + pathAndQuery, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var message = new HttpRequestMessage(HttpMethod.Parse(from.Method), uri);
        if (from.ContentLength is not null || from.Headers.TransferEncoding.Count > 0)
        {
            message.Content = new StreamContent(from.Body);
        }

        foreach (var (name, value) in from.Headers.Where(header => !Hops.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            if (!message.Headers.TryAddWithoutValidation(name, value.AsEnumerable()))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, value.AsEnumerable());
            }
        }

        return message;
    }

    private static void CopyHead(HttpResponseMessage from, HttpResponse to)
    {
        to.StatusCode = (int)from.StatusCode;
        foreach (var (name, values) in from.Headers.Concat(from.Content.Headers).Where(header => !Hops.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            to.Headers[name] = values.ToArray();
        }
    }

    private static async Task PassAsync(HttpContent from, HttpResponse to, ProxiedRequest request, Fault? fault, CancellationToken stop)
    {
        if (fault is Fault.Replace replace)
        {
            var body = replace.Body(await from.ReadAsByteArrayAsync(stop));
            to.ContentLength = body.Length;
            await to.Body.WriteAsync(body, stop);
            request.Sent(body.Length);
            return;
        }

        var limit = fault switch { Fault.Cut cut => cut.AfterBytes, Fault.Stall stall => stall.AfterBytes, _ => long.MaxValue };
        await CopyAsync(await from.ReadAsStreamAsync(stop), to, request, limit, stop);
        switch (fault)
        {
            case Fault.Cut:
                // Kestrel sends what was written and then closes: an answer that has begun can no longer be a 500.
                throw new IOException("Cut by the test.");
            case Fault.Stall:
                await Task.Delay(Timeout.InfiniteTimeSpan, stop);
                break;
        }
    }

    private static async Task CopyAsync(Stream from, HttpResponse to, ProxiedRequest request, long limit, CancellationToken stop)
    {
        var buffer = new byte[64 * 1024];
        await to.StartAsync(stop);
        while (limit > 0 && await from.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, limit)), stop) is > 0 and var read)
        {
            await to.Body.WriteAsync(buffer.AsMemory(0, read), stop);
            request.Sent(read);
            limit -= read;
        }

        await to.Body.FlushAsync(stop);
    }
}
