namespace Colloquy.Lake.Iceberg;

/// <summary>A snapshot as the metadata names it.</summary>
/// <param name="CommittedAt">Milliseconds since 1970.</param>
/// <param name="List">Address of its manifest list.</param>
/// <param name="ReplacedAt">When the next one was committed; null for the current one.</param>
internal sealed record TableSnapshot(long Id, long? ParentId, long Sequence, long CommittedAt, string List, long? ReplacedAt, IReadOnlyDictionary<string, string> Summary)
{
    public DateTimeOffset CommittedTime => DateTimeOffset.FromUnixTimeMilliseconds(CommittedAt);
}
