namespace Colloquy.Query;

/// <summary>What one query may use.</summary>
/// <param name="Timeout">From opening the tables to the last row.</param>
/// <param name="Rows">Rows at most; null for all.</param>
/// <param name="Threads">Threads of the engine at most. It uses one for every 128 MB that it may have.</param>
/// <param name="MemoryMegabytes">
/// What the process of the engine may hold, <see cref="LeastOfChild"/> at least; <see cref="EngineHost.InProcess"/> bounds only what the engine counts.
/// Nothing is spilled to disk: a query that needs more fails.
/// </param>
public sealed record QueryLimits(TimeSpan Timeout, long? Rows, int Threads, int MemoryMegabytes = QueryLimits.DefaultMemoryMegabytes)
{
    public const int DefaultMemoryMegabytes = 512;

    /// <summary>Megabytes below which a child process cannot start.</summary>
    public const int LeastOfChild = 320;

    private const int MegabytesOfThread = 128;

    /// <summary>What the engine is told to stay below. It counts its buffers, not the texts that functions make on their way.</summary>
    internal int EngineMegabytes => MemoryMegabytes * 5 / 8;

    internal int EngineThreads => Math.Clamp(MemoryMegabytes / MegabytesOfThread, 1, Math.Max(1, Threads));
}
