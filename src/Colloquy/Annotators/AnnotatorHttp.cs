using System.Net;

namespace Colloquy.Annotators;

/// <summary>How annotators use HTTP.</summary>
public static class AnnotatorHttp
{
    // Of one answer: a long conversation's translation has a few hundred kilobytes, a workflow streams the outputs of each of its nodes.
    private const int LongestAnswer = 16 << 20;

    /// <summary>A client that follows no redirects (they would carry the key, and text, to wherever they lead) and reads answers of a bounded length.</summary>
    public static HttpClient Create() => new(new BoundedHandler(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        },
        LongestAnswer))
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>What an answer that is none means.</summary>
    /// <param name="code">The service's own word for it, see <see cref="CodeOf"/>.</param>
    /// <param name="check">The settings to look at when the service refuses the key or knows no such place.</param>
    public static AnnotatorException Refusal(HttpStatusCode status, string? code, TimeSpan? retryAfter, string check)
    {
        var said = $"it answers {(int)status}{(code is null ? "" : " " + code)}";
        return (int)status switch
        {
            400 or 422 when code?.Contains("content_filter", StringComparison.Ordinal) == true || code?.Contains("content_policy", StringComparison.Ordinal) == true =>
                new AnnotatorException(AnnotatorFailure.Refused, said) { Status = status, Reason = RefusalReason.ContentFilter },
            413 => new AnnotatorException(AnnotatorFailure.Refused, said) { Status = status, Reason = RefusalReason.TooLarge },
            429 when code is "insufficient_quota" => new AnnotatorException(AnnotatorFailure.Misconfigured, said + ": there is no credit left. Check the account") { Status = status },
            408 or 409 or 425 or 429 or >= 500 => new AnnotatorException(AnnotatorFailure.Passing, said) { Status = status, RetryAfter = retryAfter },
            401 or 403 => new AnnotatorException(AnnotatorFailure.Misconfigured, $"{said}: it refuses the key. Check {check}") { Status = status },
            404 or 405 or (>= 300 and < 400) => new AnnotatorException(AnnotatorFailure.Misconfigured, $"{said}: there is no such place. Check {check}") { Status = status },
            _ => new AnnotatorException(AnnotatorFailure.Refused, said) { Status = status, Reason = RefusalReason.Rejected },
        };
    }

    /// <summary>The connection failed, before or within an answer.</summary>
    public static AnnotatorException Broken(Exception cut) => new(
        AnnotatorFailure.Passing,
        cut is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } refused
            ? $"nothing answers there ({refused.HttpRequestError})"
            : "the connection broke within an answer",
        cut);

    /// <summary>The word, if it looks like a code: anything else may repeat a text or the key.</summary>
    public static string? CodeOf(string? word) =>
        word is { Length: > 0 and < 60 } && word.All(c => char.IsAsciiLetterLower(c) || c == '_') ? word : null;
}
