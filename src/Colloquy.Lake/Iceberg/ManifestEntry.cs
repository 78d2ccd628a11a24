namespace Colloquy.Lake.Iceberg;

internal enum EntryStatus
{
    Existing = 0,
    Added = 1,
    Deleted = 2,
}

/// <param name="SnapshotId">The snapshot that added or deleted it.</param>
/// <param name="Sequence">Null where the file inherits the manifest's, which is so for added files.</param>
/// <param name="FileSequence">The same for the file itself.</param>
internal sealed record ManifestEntry(EntryStatus Status, long SnapshotId, long? Sequence, long? FileSequence, DataFile File);
