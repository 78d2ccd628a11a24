namespace Colloquy.Sources;

/// <summary>What reading would do.</summary>
/// <param name="Tables">Tables with something to read, in the order of reading.</param>
/// <param name="Time">Estimated from a sample; null if the source cannot tell.</param>
public sealed record SourcePlan(ImmutableArray<PlannedTable> Tables, TimeSpan? Time);

/// <summary>What reading one table would do.</summary>
/// <param name="Rows">Rows to read; null if the source cannot tell.</param>
/// <param name="Requests">Requests or files.</param>
/// <param name="Bytes">Bytes to read, as stored (compressed files: compressed); null if the source cannot tell.</param>
public sealed record PlannedTable(SourceTable Table, long? Rows, long Requests, long? Bytes);
