namespace Colloquy.Stores;

/// <summary>The log of runs.</summary>
public interface IRuns
{
    /// <summary>Logs the start. Runs still marked running are marked interrupted: whoever begins a run holds the store, so they are dead.</summary>
    Task<long> BeginRunAsync(string command, DateTimeOffset now, CancellationToken cancellationToken);

    Task EndRunAsync(RunRecord run, CancellationToken cancellationToken);

    /// <summary>The newest runs first.</summary>
    Task<IReadOnlyList<RunRecord>> ReadRunsAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Collects completed so far for this source.</summary>
    Task<long> ReadGenerationAsync(string source, CancellationToken cancellationToken);

    /// <summary>Says that a collect of this source is complete, so that the next one is a new generation.</summary>
    Task CompleteGenerationAsync(string source, long generation, CancellationToken cancellationToken);
}

public enum RunOutcome
{
    Running,
    Succeeded,
    Failed,
    Cancelled,
    /// <summary>Never ended: killed, or the machine went down.</summary>
    Interrupted,
}

/// <summary>One run of a command.</summary>
/// <param name="Stages">What each stage did, in the order they ran.</param>
/// <param name="Problem">The first error's message; never message text of conversations.</param>
public sealed record RunRecord(
    long Id, string Command, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, RunOutcome Outcome, int? ExitCode,
    ImmutableArray<StageRecord> Stages, string? Problem);

/// <summary>One stage of a run.</summary>
/// <param name="Items">Rows, conversations or days, by stage.</param>
/// <param name="Written">How many of them led to a write.</param>
public sealed record StageRecord(string Name, long Items, long Written, long Bytes, double Seconds);
