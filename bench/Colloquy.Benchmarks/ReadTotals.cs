namespace Colloquy.Benchmarks;

/// <summary>What a client read.</summary>
internal sealed record ReadTotals(long Rows, long Requests, long Bytes);
