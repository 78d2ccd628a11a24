namespace Colloquy.Query;

/// <summary>What one query may use.</summary>
/// <param name="Timeout">From opening the tables to the last row.</param>
/// <param name="Rows">Rows at most; null for all.</param>
/// <param name="Threads">Threads of the engine.</param>
/// <param name="MemoryMegabytes">
/// What the engine may hold. Nothing is spilled to disk: a query that needs more fails. The process itself may reach twice as much.
/// </param>
public sealed record QueryLimits(TimeSpan Timeout, long? Rows, int Threads, int MemoryMegabytes = QueryLimits.DefaultMemoryMegabytes)
{
    public const int DefaultMemoryMegabytes = 1024;
}
