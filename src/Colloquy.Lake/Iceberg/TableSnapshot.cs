namespace Colloquy.Lake.Iceberg;

/// <summary>A snapshot in the metadata.</summary>
/// <param name="CommittedAt">Milliseconds since 1970.</param>
/// <param name="List">Address of its manifest list.</param>
/// <param name="ReplacedAt">Commit time of the next snapshot; null for the current one.</param>
internal sealed record TableSnapshot(
    long Id, long? ParentId, long Sequence, long CommittedAt, string List, long? ReplacedAt, IReadOnlyDictionary<string, string> Summary)
{
    public DateTimeOffset CommittedTime => DateTimeOffset.FromUnixTimeMilliseconds(CommittedAt);
}
