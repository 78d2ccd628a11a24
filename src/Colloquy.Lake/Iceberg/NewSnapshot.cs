namespace Colloquy.Lake.Iceberg;

/// <param name="Summary">What changed, and totals, as Iceberg names them.</param>
internal sealed record NewSnapshot(long Id, long Sequence, string ListKey, IReadOnlyList<KeyValuePair<string, string>> Summary);
