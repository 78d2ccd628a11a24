using System.Net;

namespace Colloquy.Annotators;

/// <summary>Why there is no answer.</summary>
public enum AnnotatorFailure
{
    /// <summary>Transient: a retry may succeed.</summary>
    Passing,
    /// <summary>This question will never be answered, but others may be.</summary>
    Refused,
    /// <summary>No question will be answered until the configuration or the account is changed.</summary>
    Misconfigured,
    /// <summary>The run's budget is used up.</summary>
    Spent,
}

/// <summary>
/// An annotator has no answer. The message never repeats a response body, which may hold text of the conversation or the key.
/// </summary>
public sealed class AnnotatorException : Exception
{
    /// <summary>Creates an exception with a default message.</summary>
    public AnnotatorException() { }
    /// <summary>Creates an exception with a message.</summary>
    public AnnotatorException(string message) : base(message) { }
    /// <summary>Creates an exception with a message and a cause.</summary>
    public AnnotatorException(string message, Exception inner) : base(message, inner) { }

    /// <summary>Creates an exception of a kind. The message is a clause without a full stop.</summary>
    public AnnotatorException(AnnotatorFailure failure, string message, Exception? inner = null) : base(message, inner) =>
        Failure = failure;

    /// <summary>The kind of failure.</summary>
    public AnnotatorFailure Failure { get; }

    /// <summary>HTTP status, if the service answered.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>How long the service asks clients to wait, if it says so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Reason of a refusal, one of <see cref="RefusalReason"/>.</summary>
    public string Reason { get; init; } = RefusalReason.Rejected;
}
