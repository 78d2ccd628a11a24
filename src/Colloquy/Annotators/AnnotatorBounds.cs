namespace Colloquy.Annotators;

/// <summary>Limits for all annotators of a run together.</summary>
public sealed record AnnotatorBounds
{
    /// <summary>Maximum number of concurrent requests.</summary>
    public int AtOnce { get; init; } = 4;
    /// <summary>Requests per minute; 0 means no limit.</summary>
    public int RequestsAMinute { get; init; }
    /// <summary>Requests per run, retries included; 0 means no limit.</summary>
    public int Requests { get; init; } = 1_000;
    /// <summary>Tokens per run, as counted by the services; 0 means no limit.</summary>
    public int Tokens { get; init; }
    /// <summary>Retries after a transient failure.</summary>
    public int MaxRetries { get; init; } = 8;
    /// <summary>Timeout of one answer. A request that times out is not retried in the same run.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);
}
