using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Colloquy.Http;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Colloquy.Sources.NocoDb.Http;

/// <summary>
/// Sends GET requests with one retry policy: a transient failure is retried with exponential backoff and jitter, or after the time the
/// server asks for; a circuit breaker pauses all requests after many failures in a row. Thread-safe.
/// </summary>
internal sealed class NocoDbClient : IDisposable
{
    private const double CloudRate = 4;

    /// <summary>
    /// Maximum bytes of a response that is not a page of records. The schema of a base with a thousand tables takes a few megabytes.
    /// </summary>
    public const long LongestAnswer = 16 << 20;

    // Maximum bytes of an error response; NocoDB's have a few hundred.
    private const int LongestError = 16 << 10;
    private const int LongestHeaders = 64;

    // NocoDB's cloud allows five per second.
    private const double Burst = 5;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    // The longest wait, even if the server asks for more.
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(5);

    // NocoDB's throttle blocks for this long if it does not say.
    private static readonly TimeSpan Throttled = TimeSpan.FromSeconds(30);

    private readonly HttpClient http;
    private readonly RequestGate gate;
    private readonly ResiliencePipeline pipeline;
    private readonly NocoDbOptions options;
    private long requests, bytes, serverTicks;

    public NocoDbClient(NocoDbOptions options, TimeProvider clock)
    {
        this.options = options;
        gate = new RequestGate(options.RequestRate
            ?? (options.BaseUrl.Host.EndsWith("nocodb.com", StringComparison.OrdinalIgnoreCase) ? CloudRate : 0), Burst, clock);
        http = new HttpClient(new SocketsHttpHandler
        {
            // A redirect would send the token to another server.
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            MaxResponseHeadersLength = LongestHeaders,
            // Node closes connections that are idle for five seconds.
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(4),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        })
        {
            BaseAddress = new Uri(options.BaseUrl.AbsoluteUri.TrimEnd('/') + "/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        http.DefaultRequestHeaders.Add("xc-token", options.Token.Value);
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        pipeline = Policy(options.MaxRetries, clock);
    }

    /// <summary>Requests sent, retries included.</summary>
    public long Requests => Interlocked.Read(ref requests);

    /// <summary>Bytes of response bodies: as sent over the wire, or uncompressed.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>Whether the server has answered 429.</summary>
    public bool WasThrottled { get; private set; }

    /// <summary>The server's clock at its last response; null before the first.</summary>
    public DateTimeOffset? ServerTime =>
        Interlocked.Read(ref serverTicks) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <param name="path">Relative to the base address, <c>api/…</c>, encoded.</param>
    /// <param name="read">Reads the body; called again from the beginning for each retry.</param>
    /// <param name="longest">Maximum bytes of the body.</param>
    /// <exception cref="NocoDbException">The server rejected the request, or all retries failed.</exception>
    /// <exception cref="AnswerTooLargeException">The body is longer.</exception>
    public async Task<T> GetAsync<T>(
        string path, Func<Stream, CancellationToken, Task<T>> read, CancellationToken cancellationToken, long longest = LongestAnswer)
    {
        try
        {
            return await pipeline.ExecuteAsync(async token => await SendAsync(path, read, longest, token), cancellationToken);
        }
        catch (BrokenCircuitException broken)
        {
            throw broken.InnerException as NocoDbException
                ?? new NocoDbException("it failed too often in a row", broken) { IsTransient = true };
        }
    }

    /// <summary>The same with a single attempt, whatever failed before.</summary>
    public Task<T> GetOnceAsync<T>(string path, Func<Stream, CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        SendAsync(path, read, RecordsAnswer.LargestPage, cancellationToken);

    /// <param name="select">Selects the result. If something is missing, the response is not NocoDB's.</param>
    /// <inheritdoc cref="GetAsync"/>
    public async Task<T> GetJsonAsync<T>(string path, Func<JsonElement, T> select, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(path, Reading(select), cancellationToken);
        }
        catch (AnswerTooLargeException)
        {
            throw TooLarge(LongestAnswer);
        }
    }

    public static NocoDbException TooLarge(long longest) => new(
        $"a response that should be small is larger than {longest >> 20} MB; does another program answer at this address?");

    /// <summary>Returns a reader for small JSON bodies.</summary>
    public static Func<Stream, CancellationToken, Task<T>> Reading<T>(Func<JsonElement, T> select) => async (body, cancellationToken) =>
    {
        using var json = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
        try
        {
            return select(json.RootElement);
        }
        catch (Exception other) when (other is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new JsonException("The response has another shape.", other);
        }
    };

    public void Dispose() => http.Dispose();

    private static ResiliencePipeline Policy(int retries, TimeProvider clock)
    {
        var passing = new PredicateBuilder().Handle<NocoDbException>(failure => failure is { IsTransient: true, TookTooLong: false })
            .Handle<BrokenCircuitException>();
        var builder = new ResiliencePipelineBuilder { TimeProvider = clock };
        if (retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = passing,
                MaxRetryAttempts = retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = FirstDelay,
                MaxDelay = LongestDelay,
                DelayGenerator = arguments => new ValueTask<TimeSpan?>((arguments.Outcome.Exception as NocoDbException)?.RetryAfter),
            });
        }

        return builder
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                ShouldHandle = new PredicateBuilder()
                    .Handle<NocoDbException>(failure => failure.IsTransient && failure.Status != HttpStatusCode.TooManyRequests),
                FailureRatio = 0.9,
                MinimumThroughput = 6,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = TimeSpan.FromSeconds(5),
            })
            .Build();
    }

    private async Task<T> SendAsync<T>(
        string path, Func<Stream, CancellationToken, Task<T>> read, long longest, CancellationToken cancellationToken)
    {
        await gate.PassAsync(cancellationToken);
        Interlocked.Increment(ref requests);
        using var silence = new SilenceTimer(options.Silence, options.Patience, cancellationToken);
        try
        {
            using var response = await http.GetAsync(
                new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, silence.Token);
            if (response.Headers.Date is { } now)
            {
                Interlocked.Exchange(ref serverTicks, now.UtcTicks);
            }

            if (!response.IsSuccessStatusCode)
            {
                throw await RefusedAsync(response, silence.Token);
            }

            await using var body = new WatchedStream(
                await response.Content.ReadAsStreamAsync(silence.Token), silence, longest, count => Interlocked.Add(ref bytes, count));
            return await read(body, silence.Token);
        }
        catch (Exception cut) when (cut is HttpRequestException or IOException)
        {
            throw new NocoDbException(
                cut is HttpRequestException
                {
                    HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                } refused
                    ? $"the server cannot be reached ({refused.HttpRequestError})"
                    : "the connection was lost during a response",
                cut)
            { IsTransient = true };
        }
        catch (JsonException garbled)
        {
            throw new NocoDbException(
                "the response does not come from NocoDB; does another program or a gateway answer at this address?",
                garbled)
            { IsTransient = true };
        }
        catch (OperationCanceledException) when (silence.IsLate && !cancellationToken.IsCancellationRequested)
        {
            throw new NocoDbException(
                string.Create(CultureInfo.InvariantCulture, $"a response was not complete after {options.Patience.TotalSeconds:0} s"))
            {
                IsTransient = true,
                TookTooLong = true,
            };
        }
        catch (OperationCanceledException) when (silence.IsOver)
        {
            throw new NocoDbException(string.Create(
                CultureInfo.InvariantCulture, $"no data for {options.Silence.TotalSeconds:0} s during a response"))
            { IsTransient = true };
        }
    }

    private async Task<NocoDbException> RefusedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var (code, database) = await ReadErrorAsync(response, cancellationToken);
        var status = response.StatusCode;
        TimeSpan? retryAfter = null;
        if (status == HttpStatusCode.TooManyRequests)
        {
            retryAfter = RetryAfter(response) ?? Throttled;
            WasThrottled = true;
            gate.Close(retryAfter.Value, CloudRate);
        }
        else if (status == HttpStatusCode.ServiceUnavailable)
        {
            retryAfter = RetryAfter(response);
        }

        return new NocoDbException(
            $"it answers {(int)status}{(code is null ? "" : " " + code)}{(database is null ? "" : $" ({database})")}")
        {
            Status = status,
            Code = code,
            RetryAfter = retryAfter,
            IsTransient = (int)status is 408 or 425 or 429 or >= 500 || (code == "ERR_DATABASE_OP_FAILED" && IsOutage(database)),
        };
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        TimeSpan? rest = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } when response.Headers.Date is { } now && date > now => date - now,
            _ => null,
        };
        return rest > LongestRest ? LongestRest : rest;
    }

    // Codes of failed connections: Node's own, and PostgreSQL's classes 08 (connection), 53 (resources), 57P (shutdown), 40 (rollback).
    private static bool IsOutage(string? code) => code is not null
        && (code.StartsWith("ECONN", StringComparison.Ordinal) || code is "ETIMEDOUT" or "EPIPE" or "ENOTFOUND" or "EAI_AGAIN"
            || code.StartsWith("08", StringComparison.Ordinal) || code.StartsWith("53", StringComparison.Ordinal)
            || code.StartsWith("57P", StringComparison.Ordinal) || code.StartsWith("40", StringComparison.Ordinal));

    // Only the two error codes are taken from the body, and only if they look like codes: anything else may repeat a value or the token.
    private static async Task<(string? Code, string? Database)> ReadErrorAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var beginning = new byte[LongestError];
            var length = await body.ReadAtLeastAsync(beginning, beginning.Length, throwOnEndOfStream: false, cancellationToken);
            using var json = JsonDocument.Parse(beginning.AsMemory(0, length));
            return (Word(json.RootElement, "error"), Word(json.RootElement, "code"));
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or HttpRequestException)
        {
            return (null, null);
        }
    }

    private static string? Word(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: < 40 } word && word.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_')
            ? word
            : null;
}
