using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Colloquy.IntegrationTests.Faults;

/// <summary>Each fault as a client sees it.</summary>
public sealed class FaultProxyTests : IAsyncLifetime
{
    private const int Size = 300_000;
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private readonly HttpClient client = new();
    private WebApplication server = null!;
    private FaultProxy proxy = null!;
    private int served;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.MapGet("/page", () => Results.Text(new string('x', Size), "text/plain"));
        server.MapGet("/chunks", async (HttpResponse response) =>
        {
            await response.StartAsync();
            await response.WriteAsync(new string('x', Size));
        });
        server.MapFallback(async context =>
        {
            Interlocked.Increment(ref served);
            using var body = new StreamReader(context.Request.Body);
            var request = context.Features.GetRequiredFeature<IHttpRequestFeature>();
            context.Response.StatusCode = 207;
            context.Response.Headers["X-Seen"] = context.Request.Headers["xc-token"];
            context.Response.Headers["X-Host"] = context.Request.Headers.Host;
            await context.Response.WriteAsync($"{request.Method} {request.RawTarget} {await body.ReadToEndAsync()}");
        });
        await server.StartAsync();
        proxy = await FaultProxy.StartAsync(server.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await proxy.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_request_without_a_fault_passes_through_as_it_is()
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, proxy.Url + "/a%20b/c?where=(at,gte,x%2C%2B1)~and(b,eq,%41)") { Content = new StringContent("[1]") };
        request.Headers.Add("xc-token", "secret");
        using var response = await client.SendAsync(request, Stop);

        Assert.Equal(207, (int)response.StatusCode);
        Assert.Equal("secret", response.Headers.GetValues("X-Seen").Single());
        Assert.Equal(new Uri(proxy.Url).Authority, response.Headers.GetValues("X-Host").Single());
        Assert.StartsWith("PATCH /a%20b/c?where=(at,gte,x%2C%2B1)~and(b,eq,", await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.EndsWith(" [1]", await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        var seen = Assert.Single(proxy.Requests);
        Assert.Equal(("PATCH", "/a%20b/c", "secret"), (seen.Method, seen.Path, seen.Headers["XC-Token"]));
    }

    [Fact]
    public async Task Requests_are_told_with_their_bytes_and_times()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => client.GetStringAsync($"{proxy.Url}/page?offset={i}", Stop)));
        await WaitUntilAsync(() => proxy.Requests.All(request => request.Ended > 0));

        Assert.Equal(Enumerable.Range(1, 8), proxy.Requests.Select(request => request.Number));
        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"?offset={i}"), proxy.Requests.Select(request => request.Query).Order(StringComparer.Ordinal));
        Assert.All(proxy.Requests, request => Assert.Equal(Size, request.ResponseBytes));
        Assert.All(proxy.Requests, request => Assert.True(request.Ended > request.Started));
    }

    [Fact]
    public async Task An_answer_comes_without_asking_the_server()
    {
        proxy.Script = request => request.Number == 1 ? new Fault.Answer(429, "<html>slow down</html>", "text/html", ("Retry-After", "7")) : null;

        using var refused = await client.GetAsync(proxy.Url + "/page", Stop);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), refused.Headers.RetryAfter!.Delta);
        Assert.Equal("text/html", refused.Content.Headers.ContentType!.MediaType);
        Assert.Equal("<html>slow down</html>", await refused.Content.ReadAsStringAsync(Stop));
        Assert.Equal(Size, (await client.GetStringAsync(proxy.Url + "/page", Stop)).Length);
    }

    [Theory]
    [InlineData("/page", 0)]
    [InlineData("/page", 200_001)]
    [InlineData("/chunks", 200_001)]
    public async Task A_cut_breaks_the_body_after_exactly_so_many_bytes(string path, int bytes)
    {
        proxy.Script = _ => new Fault.Cut(bytes);
        using var response = await client.GetAsync(proxy.Url + path, HttpCompletionOption.ResponseHeadersRead, Stop);

        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal(path == "/page" ? Size : null, response.Content.Headers.ContentLength);
        var body = await response.Content.ReadAsStreamAsync(Stop);
        var received = new MemoryStream();
        await Assert.ThrowsAsync<HttpIOException>(() => body.CopyToAsync(received, Stop));
        Assert.Equal(bytes, received.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    public async Task A_stall_sends_so_many_bytes_and_lasts_until_the_proxy_is_disposed(int bytes)
    {
        proxy.Script = _ => new Fault.Stall(bytes);
        using var response = await client.GetAsync(proxy.Url + "/page", HttpCompletionOption.ResponseHeadersRead, Stop);
        var body = await response.Content.ReadAsStreamAsync(Stop);
        await body.ReadExactlyAsync(new byte[bytes], Stop);
        var next = body.ReadAsync(new byte[1], Stop).AsTask();

        Assert.NotSame(next, await Task.WhenAny(next, Task.Delay(100, Stop)));
        await proxy.DisposeAsync();
        await Assert.ThrowsAnyAsync<IOException>(() => next);
    }

    [Fact]
    public async Task A_client_that_gives_up_ends_a_stall()
    {
        proxy.Script = _ => new Fault.Stall(10);
        using (await client.GetAsync(proxy.Url + "/page", HttpCompletionOption.ResponseHeadersRead, Stop))
        {
            Assert.Equal(0, proxy.Requests[0].Ended);
        }

        await WaitUntilAsync(() => proxy.Requests[0].Ended > 0);
    }

    [Fact]
    public async Task A_reset_drops_the_connection_before_any_answer()
    {
        proxy.Script = _ => new Fault.Reset();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(proxy.Url + "/page", Stop));
    }

    [Fact]
    public async Task A_lost_answer_is_one_whose_request_the_server_saw()
    {
        proxy.Script = _ => new Fault.Lose();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.PostAsync(proxy.Url + "/seen", new StringContent("x"), Stop));
        Assert.Equal(proxy.Requests.Count, served);
    }

    [Fact]
    public async Task A_delay_holds_the_request_back()
    {
        proxy.Script = _ => new Fault.Delay(TimeSpan.FromMilliseconds(200));
        var answer = client.GetStringAsync(proxy.Url + "/page", Stop);

        Assert.NotSame(answer, await Task.WhenAny(answer, Task.Delay(50, Stop)));
        Assert.Equal(Size, (await answer).Length);
    }

    [Fact]
    public async Task A_rewrite_asks_for_something_else_and_tells_what_the_client_asked()
    {
        proxy.Script = _ => new Fault.Rewrite(target => target.Replace("2025-03-01%2010:00", "2025-03-01", StringComparison.Ordinal));

        using var response = await client.GetAsync(proxy.Url + "/x?at=2025-03-01%2010:00", Stop);
        Assert.Equal("GET /x?at=2025-03-01 ", await response.Content.ReadAsStringAsync(Stop));
        Assert.Equal("?at=2025-03-01%2010:00", proxy.Requests[0].Query);
    }

    [Fact]
    public async Task A_replacement_changes_the_body()
    {
        proxy.Script = _ => new Fault.Replace(body => Encoding.UTF8.GetBytes($"{body.Length} bytes"));

        Assert.Equal($"{Size} bytes", await client.GetStringAsync(proxy.Url + "/page", Stop));
    }

    [Fact]
    public async Task A_hook_runs_before_the_server_is_asked()
    {
        var order = new List<string>();
        proxy.Before = async request =>
        {
            await Task.Yield();
            order.Add("before " + request.Number);
        };
        proxy.Script = request =>
        {
            order.Add("script " + request.Number);
            return null;
        };
        await client.GetStringAsync(proxy.Url + "/page", Stop);
        await client.GetStringAsync(proxy.Url + "/page", Stop);

        Assert.Equal(["before 1", "script 1", "before 2", "script 2"], order);
    }

    [Fact]
    public async Task A_server_that_is_gone_drops_the_connection()
    {
        await server.StopAsync(Stop);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(proxy.Url + "/page", Stop));
    }

    private static async Task WaitUntilAsync(Func<bool> done)
    {
        while (!done())
        {
            await Task.Delay(5, Stop);
        }
    }
}
