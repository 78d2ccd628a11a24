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
    /// In this process. Memory and time are limited only as far as the engine checks them: a single function call on a large value is
    /// neither limited nor interrupted. For trusted SQL only.
    /// </summary>
    public static EngineHost InProcess { get; } = new Local();

    /// <summary>
    /// In one child process per query, which the operating system limits and this process kills at the timeout. The child receives the SQL
    /// and the paths of local files on its standard input, and only those environment variables that a .NET program needs to start.
    /// </summary>
    /// <param name="program">
    /// An executable that, started with the arguments, calls <see cref="QueryEngine.Serve"/> and does nothing else.
    /// </param>
    public static EngineHost Child(string program, params ImmutableArray<string> arguments) => new Other(program, arguments);

    /// <summary>Starts the engine. A failure to start is reported on first use.</summary>
    internal abstract IEngineSession Start(QueryLimits limits, TimeProvider clock, CancellationToken cancellationToken);

    private sealed class Local : EngineHost
    {
        internal override IEngineSession Start(QueryLimits limits, TimeProvider clock, CancellationToken cancellationToken) =>
            new LocalSession(limits, cancellationToken);
    }

    private sealed class Other(string program, ImmutableArray<string> arguments) : EngineHost
    {
        internal override IEngineSession Start(QueryLimits limits, TimeProvider clock, CancellationToken cancellationToken) =>
            EngineProcess.Start(program, arguments, limits, clock, cancellationToken);
    }
}
