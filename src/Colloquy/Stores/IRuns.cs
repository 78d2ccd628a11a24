namespace Colloquy.Stores;

/// <summary>The log of runs.</summary>
public interface IRuns
{
    /// <summary>
    /// Logs the start of a run. Other runs still logged as running become interrupted: the caller holds the store, so they cannot be
    /// alive.
    /// </summary>
    /// <returns>The id of the run.</returns>
    Task<long> BeginRunAsync(string command, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Logs the end of a run.</summary>
    /// <exception cref="ArgumentException">The run was never begun.</exception>
    Task EndRunAsync(RunRecord run, CancellationToken cancellationToken);

    /// <summary>The most recent runs, newest first.</summary>
    Task<IReadOnlyList<RunRecord>> ReadRunsAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Number of completed collect runs of this source.</summary>
    Task<long> ReadGenerationAsync(string source, CancellationToken cancellationToken);

    /// <summary>Records that a collect run of this source is complete, so that the next one gets a new generation.</summary>
    Task CompleteGenerationAsync(string source, long generation, CancellationToken cancellationToken);
}

/// <summary>How a run ended.</summary>
public enum RunOutcome
{
    /// <summary>In progress.</summary>
    Running,
    /// <summary>Ended by itself, with or without problems in the data.</summary>
    Succeeded,
    /// <summary>Ended with an error.</summary>
    Failed,
    /// <summary>Stopped by its user or host.</summary>
    Cancelled,
    /// <summary>Ended without saying so: the process was killed or the machine went down.</summary>
    Interrupted,
}

/// <summary>One run of a command.</summary>
/// <param name="Id">Unique in the store; 0 for a run that was not logged.</param>
/// <param name="ExitCode">Null while the run is in progress.</param>
/// <param name="Stages">What each stage did, in the order they ran.</param>
/// <param name="Problem">Message of the first error; never contains text of conversations.</param>
public sealed record RunRecord(
    long Id, string Command, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, RunOutcome Outcome, int? ExitCode,
    ImmutableArray<StageRecord> Stages, string? Problem);

/// <summary>One stage of a run.</summary>
/// <param name="Items">Rows, conversations or days, depending on the stage.</param>
/// <param name="Written">How many of them caused a write.</param>
/// <param name="Bytes">Bytes read or written.</param>
/// <param name="Seconds">Duration.</param>
public sealed record StageRecord(string Name, long Items, long Written, long Bytes, double Seconds);
