using System.Net;

namespace Colloquy.Annotators;

/// <summary>HTTP conventions of annotators.</summary>
public static class AnnotatorHttp
{
    // A translation of a long conversation takes a few hundred kilobytes; a workflow streams the outputs of every node.
    private const int LongestAnswer = 16 << 20;

    /// <summary>
    /// Creates a client that follows no redirects, which could send the key and the text elsewhere, and limits the size of answers.
    /// </summary>
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

    /// <summary>Turns an error response into an exception.</summary>
    /// <param name="code">The service's error code, see <see cref="CodeOf"/>.</param>
    /// <param name="check">The settings to check if the key or the address is rejected.</param>
    public static AnnotatorException Refusal(HttpStatusCode status, string? code, TimeSpan? retryAfter, string check)
    {
        var said = $"it answers {(int)status}{(code is null ? "" : " " + code)}";
        return (int)status switch
        {
            400 or 422 when code?.Contains("content_filter", StringComparison.Ordinal) == true
                || code?.Contains("content_policy", StringComparison.Ordinal) == true =>
                new AnnotatorException(AnnotatorFailure.Refused, said) { Status = status, Reason = RefusalReason.ContentFilter },
            413 => new AnnotatorException(AnnotatorFailure.Refused, said) { Status = status, Reason = RefusalReason.TooLarge },
            429 when code is "insufficient_quota" =>
                new AnnotatorException(
                    AnnotatorFailure.Misconfigured, said + ": the account has no credit left. Check the account")
                { Status = status },
            408 or 409 or 425 or 429 or >= 500 =>
                new AnnotatorException(AnnotatorFailure.Passing, said) { Status = status, RetryAfter = retryAfter },
            401 or 403 =>
                new AnnotatorException(AnnotatorFailure.Misconfigured, $"{said}: the key was rejected. Check {check}") { Status = status },
            404 or 405 or (>= 300 and < 400) =>
                new AnnotatorException(
                    AnnotatorFailure.Misconfigured, $"{said}: the address does not exist. Check {check}")
                { Status = status },
            _ => new AnnotatorException(AnnotatorFailure.Refused, said) { Status = status, Reason = RefusalReason.Rejected },
        };
    }

    /// <summary>The connection failed, before or during an answer.</summary>
    public static AnnotatorException Broken(Exception cut) => new(
        AnnotatorFailure.Passing,
        cut is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } refused
            ? $"the server cannot be reached ({refused.HttpRequestError})"
            : "the connection was lost during an answer",
        cut);

    /// <summary>The word if it looks like an error code, else null: any other text may repeat content or the key.</summary>
    public static string? CodeOf(string? word) =>
        word is { Length: > 0 and < 60 } && word.All(c => char.IsAsciiLetterLower(c) || c == '_') ? word : null;
}
