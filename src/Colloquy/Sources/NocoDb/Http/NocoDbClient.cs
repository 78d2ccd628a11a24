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
/// Sends GET requests, the only kind there is here, with one policy: a failure that may pass is tried again after a growing, jittered time or the time that the
/// server names; after many failures in a row nobody asks for a while. Safe for use by many threads.
/// </summary>
internal sealed class NocoDbClient : IDisposable
{
    private const double CloudRate = 4;

    /// <summary>Bytes of an answer, at most, that is no page of records: a base of a thousand tables has a few megabytes.</summary>
    public const long LongestAnswer = 16 << 20;

    // Of an answer that is an error; NocoDB's have some hundred bytes.
    private const int LongestError = 16 << 10;
    private const int LongestHeaders = 64;

    // NocoDB's cloud counts five within a second.
    private const double Burst = 5;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    // A server that wants to be left alone for longer is asked again after this.
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(5);

    // What NocoDB's throttle blocks for when it does not say.
    private static readonly TimeSpan Throttled = TimeSpan.FromSeconds(30);

    private readonly HttpClient http;
    private readonly RequestGate gate;
    private readonly ResiliencePipeline pipeline;
    private readonly NocoDbOptions options;
    private long requests, bytes, serverTicks;

    public NocoDbClient(NocoDbOptions options, TimeProvider clock)
    {
        this.options = options;
        gate = new RequestGate(options.RequestRate ?? (options.BaseUrl.Host.EndsWith("nocodb.com", StringComparison.OrdinalIgnoreCase) ? CloudRate : 0), Burst, clock);
        http = new HttpClient(new SocketsHttpHandler
        {
            // A redirect would carry the token to wherever it leads.
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            MaxResponseHeadersLength = LongestHeaders,
            // Node closes a connection that was idle for five seconds.
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

    /// <summary>Requests sent, repeated ones included.</summary>
    public long Requests => Interlocked.Read(ref requests);

    /// <summary>Bytes of bodies as they came over the wire, or as they were unpacked.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>The server answered 429 at least once.</summary>
    public bool WasThrottled { get; private set; }

    /// <summary>The server's clock at its last answer; null before.</summary>
    public DateTimeOffset? ServerTime => Interlocked.Read(ref serverTicks) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <param name="path">Relative to the base address, <c>api/…</c>, encoded.</param>
    /// <param name="read">Reads the body; called again from the beginning when the request is repeated.</param>
    /// <param name="longest">Bytes of the body, at most.</param>
    /// <exception cref="NocoDbException">The server refuses, or did not answer in the end.</exception>
    /// <exception cref="AnswerTooLargeException">The body is longer.</exception>
    public async Task<T> GetAsync<T>(string path, Func<Stream, CancellationToken, Task<T>> read, CancellationToken stop, long longest = LongestAnswer)
    {
        try
        {
            return await pipeline.ExecuteAsync(async token => await SendAsync(path, read, longest, token), stop);
        }
        catch (BrokenCircuitException broken)
        {
            throw broken.InnerException as NocoDbException ?? new NocoDbException("it failed too often in a row", broken) { IsTransient = true };
        }
    }

    /// <summary>The same, tried once, whatever failed before.</summary>
    public Task<T> GetOnceAsync<T>(string path, Func<Stream, CancellationToken, Task<T>> read, CancellationToken stop) => SendAsync(path, read, RecordsAnswer.LargestPage, stop);

    /// <param name="select">Takes what is wanted; what it misses makes the answer one that NocoDB does not give.</param>
    /// <inheritdoc cref="GetAsync"/>
    public async Task<T> GetJsonAsync<T>(string path, Func<JsonElement, T> select, CancellationToken stop)
    {
        try
        {
            return await GetAsync(path, Reading(select), stop);
        }
        catch (AnswerTooLargeException)
        {
            throw TooLarge(LongestAnswer);
        }
    }

    public static NocoDbException TooLarge(long longest) => new($"an answer that should be small is larger than {longest >> 20} MB; is there another program in front?");

    /// <summary>A reader of small JSON bodies.</summary>
    public static Func<Stream, CancellationToken, Task<T>> Reading<T>(Func<JsonElement, T> select) => async (body, stop) =>
    {
        using var json = await JsonDocument.ParseAsync(body, cancellationToken: stop);
        try
        {
            return select(json.RootElement);
        }
        catch (Exception other) when (other is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new JsonException("The answer has not what was asked for.", other);
        }
    };

    public void Dispose() => http.Dispose();

    private static ResiliencePipeline Policy(int retries, TimeProvider clock)
    {
        var passing = new PredicateBuilder().Handle<NocoDbException>(failure => failure is { IsTransient: true, TookTooLong: false }).Handle<BrokenCircuitException>();
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
                ShouldHandle = new PredicateBuilder().Handle<NocoDbException>(failure => failure.IsTransient && failure.Status != HttpStatusCode.TooManyRequests),
                FailureRatio = 0.9,
                MinimumThroughput = 6,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = TimeSpan.FromSeconds(5),
            })
            .Build();
    }

    private async Task<T> SendAsync<T>(string path, Func<Stream, CancellationToken, Task<T>> read, long longest, CancellationToken stop)
    {
        await gate.PassAsync(stop);
        Interlocked.Increment(ref requests);
        using var silence = new SilenceTimer(options.Silence, options.Patience, stop);
        try
        {
            using var response = await http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, silence.Token);
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
                cut is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } refused
                    ? $"nothing answers there ({refused.HttpRequestError})"
                    : "the connection broke within an answer",
                cut) { IsTransient = true };
        }
        catch (JsonException garbled)
        {
            throw new NocoDbException("the answer is none of NocoDB's; is there another program, or a gateway with a page of its own, in front?", garbled) { IsTransient = true };
        }
        catch (OperationCanceledException) when (silence.IsLate && !stop.IsCancellationRequested)
        {
            throw new NocoDbException(string.Create(CultureInfo.InvariantCulture, $"an answer was not complete after {options.Patience.TotalSeconds:0} s"))
            {
                IsTransient = true,
                TookTooLong = true,
            };
        }
        catch (OperationCanceledException) when (silence.IsOver)
        {
            throw new NocoDbException(string.Create(CultureInfo.InvariantCulture, $"it was silent for {options.Silence.TotalSeconds:0} s within an answer")) { IsTransient = true };
        }
    }

    private async Task<NocoDbException> RefusedAsync(HttpResponseMessage response, CancellationToken stop)
    {
        var (code, database) = await ReadErrorAsync(response, stop);
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

        return new NocoDbException($"it answers {(int)status}{(code is null ? "" : " " + code)}{(database is null ? "" : $" ({database})")}")
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

    // Codes of a connection that failed: node's own, and PostgreSQL's classes 08 (connection), 53 (resources), 57P (shutdown), 40 (rolled back).
    private static bool IsOutage(string? code) => code is not null
        && (code.StartsWith("ECONN", StringComparison.Ordinal) || code is "ETIMEDOUT" or "EPIPE" or "ENOTFOUND" or "EAI_AGAIN"
            || code.StartsWith("08", StringComparison.Ordinal) || code.StartsWith("53", StringComparison.Ordinal)
            || code.StartsWith("57P", StringComparison.Ordinal) || code.StartsWith("40", StringComparison.Ordinal));

    // Of the body only its two codes are taken, and only where they look like codes: anything else may repeat a value or the token.
    private static async Task<(string? Code, string? Database)> ReadErrorAsync(HttpResponseMessage response, CancellationToken stop)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(stop);
            var beginning = new byte[LongestError];
            var length = await body.ReadAtLeastAsync(beginning, beginning.Length, throwOnEndOfStream: false, stop);
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
