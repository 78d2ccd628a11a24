using System.Net;

namespace Colloquy.Sources.NocoDb.Http;

/// <summary>An answer that is not what was asked for. Its message never repeats a body.</summary>
internal sealed class NocoDbException : Exception
{
    public NocoDbException() { }
    public NocoDbException(string message) : base(message) { }
    public NocoDbException(string message, Exception inner) : base(message, inner) { }

    public HttpStatusCode? Status { get; init; }

    /// <summary>NocoDB's own word for it: <c>ERR_TABLE_NOT_FOUND</c>.</summary>
    public string? Code { get; init; }

    /// <summary>Trying again may help.</summary>
    public bool IsTransient { get; init; }

    /// <summary>The answer took longer, all in all, than is waited for one: the same request would again.</summary>
    public bool TookTooLong { get; init; }

    /// <summary>The time that the server wants to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public bool IsMissing => Status is HttpStatusCode.NotFound || Code is "ERR_TABLE_NOT_FOUND" or "ERR_FIELD_NOT_FOUND" or "ERR_BASE_NOT_FOUND";

    /// <summary>The same, naming the table that was asked for.</summary>
    public NocoDbException About(string table) => new($"{Message}, asked for the table {table}", this) { Status = Status, Code = Code, IsTransient = IsTransient, TookTooLong = TookTooLong, RetryAfter = RetryAfter };
}
