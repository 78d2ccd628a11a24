namespace Colloquy.Sources;

/// <summary>What a reading would do.</summary>
/// <param name="Tables">Those that have something to read, in the order of reading.</param>
/// <param name="Time">Estimated from a sample; null where the source cannot tell.</param>
public sealed record SourcePlan(ImmutableArray<PlannedTable> Tables, TimeSpan? Time);

/// <param name="Rows">Rows to read; null where the source cannot tell.</param>
/// <param name="Requests">Requests or files.</param>
/// <param name="Bytes">Bytes to read, compressed ones as they lie on disk; null where the source cannot tell.</param>
public sealed record PlannedTable(SourceTable Table, long? Rows, long Requests, long? Bytes);
