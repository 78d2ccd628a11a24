using Colloquy.Query.Engines;
using Colloquy.Query.Engines.Children;

namespace Colloquy.Query;

/// <summary>Where the SQL engine runs.</summary>
public abstract class EngineHost
{
    private EngineHost()
    {
    }

    /// <summary>
    /// Within this process. Memory and time hold only as far as the engine itself watches them: a single function call over a large value is neither bounded nor
    /// interrupted. For SQL of your own, not for SQL of strangers.
    /// </summary>
    public static EngineHost InProcess { get; } = new Local();

    /// <summary>
    /// In a child process for each query, which the operating system bounds and this process kills at the time limit. The child gets the SQL and the paths of local files on
    /// its standard input; of the environment it gets only what a .NET program needs to start.
    /// </summary>
    /// <param name="program">An executable that, started with the arguments, calls <see cref="QueryEngine.Serve"/> and does nothing else.</param>
    public static EngineHost Child(string program, params ImmutableArray<string> arguments) => new Other(program, arguments);

    /// <summary>Starts it. That it fails to start is said at the first use.</summary>
    internal abstract IEngineSession Start(QueryLimits limits, TimeProvider clock, CancellationToken stop);

    private sealed class Local : EngineHost
    {
        internal override IEngineSession Start(QueryLimits limits, TimeProvider clock, CancellationToken stop) => new LocalSession(limits, stop);
    }

    private sealed class Other(string program, ImmutableArray<string> arguments) : EngineHost
    {
        internal override IEngineSession Start(QueryLimits limits, TimeProvider clock, CancellationToken stop) =>
            EngineProcess.Start(program, arguments, limits, clock, stop);
    }
}
