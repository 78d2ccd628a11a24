namespace Colloquy.Lake.Iceberg;

/// <param name="Summary">Changes and totals under Iceberg's names.</param>
internal sealed record NewSnapshot(long Id, long Sequence, string ListKey, IReadOnlyList<KeyValuePair<string, string>> Summary);
