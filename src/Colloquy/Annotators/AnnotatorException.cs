using System.Net;

namespace Colloquy.Annotators;

/// <summary>Why there is no answer.</summary>
public enum AnnotatorFailure
{
    /// <summary>It may pass: asking again may help.</summary>
    Passing,
    /// <summary>This question will never be answered; others may be.</summary>
    Refused,
    /// <summary>No question will be answered before somebody changes something.</summary>
    Misconfigured,
    /// <summary>The run may not spend more.</summary>
    Spent,
}

/// <summary>An annotator has no answer. The message never repeats a body: it may hold text of the conversation or the key.</summary>
public sealed class AnnotatorException : Exception
{
    public AnnotatorException() { }
    public AnnotatorException(string message) : base(message) { }
    public AnnotatorException(string message, Exception inner) : base(message, inner) { }

    public AnnotatorException(AnnotatorFailure failure, string message, Exception? inner = null) : base(message, inner) => Failure = failure;

    public AnnotatorFailure Failure { get; }

    public HttpStatusCode? Status { get; init; }

    /// <summary>The time that the service wants to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Of a refusal, one of <see cref="RefusalReason"/>.</summary>
    public string Reason { get; init; } = RefusalReason.Rejected;
}
