namespace Colloquy.Annotators;

/// <summary>What a run may ask, of all annotators together.</summary>
public sealed record AnnotatorBounds
{
    /// <summary>Requests that are under way at once.</summary>
    public int AtOnce { get; init; } = 4;
    /// <summary>Requests a minute; 0 is without limit.</summary>
    public int RequestsAMinute { get; init; }
    /// <summary>Requests of a run, repeated ones included; 0 is without limit.</summary>
    public int Requests { get; init; } = 1_000;
    /// <summary>Tokens of a run, as the services count them; 0 is without limit.</summary>
    public int Tokens { get; init; }
    /// <summary>Tries after a request that failed for a reason that may pass.</summary>
    public int MaxRetries { get; init; } = 8;
    /// <summary>How long a service may take for one answer; one that takes longer is not asked again in the run.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);
}
