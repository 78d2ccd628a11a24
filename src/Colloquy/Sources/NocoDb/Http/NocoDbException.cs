using System.Net;

namespace Colloquy.Sources.NocoDb.Http;

/// <summary>A failed request. The message never repeats a response body.</summary>
internal sealed class NocoDbException : Exception
{
    public NocoDbException() { }
    public NocoDbException(string message) : base(message) { }
    public NocoDbException(string message, Exception inner) : base(message, inner) { }

    public HttpStatusCode? Status { get; init; }

    /// <summary>NocoDB's error code: <c>ERR_TABLE_NOT_FOUND</c>.</summary>
    public string? Code { get; init; }

    /// <summary>Whether a retry may succeed.</summary>
    public bool IsTransient { get; init; }

    /// <summary>Whether the whole response timed out: the same request would time out again.</summary>
    public bool TookTooLong { get; init; }

    /// <summary>How long the server asks clients to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public bool IsMissing =>
        Status is HttpStatusCode.NotFound || Code is "ERR_TABLE_NOT_FOUND" or "ERR_FIELD_NOT_FOUND" or "ERR_BASE_NOT_FOUND";

    /// <summary>The same failure, with the name of the table.</summary>
    public NocoDbException About(string table) =>
        new(
            $"{Message}, asked for the table {table}", this)
        {
            Status = Status,
            Code = Code,
            IsTransient = IsTransient,
            TookTooLong = TookTooLong,
            RetryAfter = RetryAfter,
        };
}
