namespace Colloquy.Pipeline;

/// <summary>The stages of a run, in order.</summary>
public enum Stage
{
    /// <summary>Reads rows from the source into the store.</summary>
    Collect,
    /// <summary>Labels conversations.</summary>
    Analyse,
    /// <summary>Writes conversations, messages and labels to the lake.</summary>
    Publish,
    /// <summary>Writes user days, daily metrics and reports to the lake.</summary>
    Report,
}

/// <summary>What a run is asked to do.</summary>
/// <param name="Command">Name of the command, for the run log.</param>
/// <param name="Stages">Stages to run, in order.</param>
/// <param name="Scope">Rows to collect. The other stages always process everything that is due.</param>
/// <param name="Full">Collect: read everything again. Other stages: process everything again, whether it is due or not.</param>
/// <param name="Outdated">
/// Analyse: label only unchanged conversations whose categorisers changed; new and changed ones wait for the next run.
/// </param>
public sealed record RunRequest(string Command, ImmutableArray<Stage> Stages, Sources.RowScope Scope, bool Full, bool Outdated = false)
{
    /// <summary>All stages, in order.</summary>
    public static ImmutableArray<Stage> AllStages { get; } = [Stage.Collect, Stage.Analyse, Stage.Publish, Stage.Report];

    /// <summary>Everything that is due, in all stages.</summary>
    public static RunRequest Run { get; } = new("run", AllStages, Sources.RowScope.Everything, Full: false);
}
