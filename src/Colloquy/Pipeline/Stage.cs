namespace Colloquy.Pipeline;

/// <summary>The stages of a run, in their order.</summary>
public enum Stage
{
    Collect,
    Analyse,
    Publish,
    Report,
}

/// <summary>What a run is asked to do.</summary>
/// <param name="Scope">Rows to collect; the other stages always do what is due.</param>
/// <param name="Outdated">Analyse: only conversations whose categorisers changed; new ones and new turns wait for the next run.</param>
/// <param name="Full">Collect: read everything again. Analyse, publish, report: do everything again, whatever the marks say.</param>
public sealed record RunRequest(string Command, ImmutableArray<Stage> Stages, Sources.RowScope Scope, bool Full, bool Outdated = false)
{
    public static ImmutableArray<Stage> AllStages { get; } = [Stage.Collect, Stage.Analyse, Stage.Publish, Stage.Report];

    /// <summary>Everything that is due, through all stages.</summary>
    public static RunRequest Run { get; } = new("run", AllStages, Sources.RowScope.Everything, Full: false);
}
