namespace Colloquy.Query;

/// <summary>Limits of one query.</summary>
/// <param name="Timeout">From opening the tables to the last row.</param>
/// <param name="Rows">Maximum number of rows; null for no limit.</param>
/// <param name="Threads">Maximum number of threads of the engine. It uses one per 128 MB of its memory.</param>
/// <param name="MemoryMegabytes">
/// Memory limit of the engine's process, at least <see cref="LeastOfChild"/>. With <see cref="EngineHost.InProcess"/>, only what the engine
/// counts is limited. Nothing is spilled to disk: a query that needs more fails.
/// </param>
public sealed record QueryLimits(TimeSpan Timeout, long? Rows, int Threads, int MemoryMegabytes = QueryLimits.DefaultMemoryMegabytes)
{
    /// <summary>Default of <c>MemoryMegabytes</c>.</summary>
    public const int DefaultMemoryMegabytes = 512;

    /// <summary>Minimum memory in megabytes with which a child process can start.</summary>
    public const int LeastOfChild = 320;

    private const int MegabytesOfThread = 128;

    /// <summary>Memory limit given to the engine. It counts its buffers, but not intermediate texts of functions.</summary>
    internal int EngineMegabytes => MemoryMegabytes * 5 / 8;

    internal int EngineThreads => Math.Clamp(MemoryMegabytes / MegabytesOfThread, 1, Math.Max(1, Threads));
}
