namespace Colloquy.Lake.Iceberg;

internal enum EntryStatus
{
    Existing = 0,
    Added = 1,
    Deleted = 2,
}

/// <param name="SnapshotId">The snapshot that added or deleted the file.</param>
/// <param name="Sequence">Null if the file inherits the manifest's number, as added files do.</param>
/// <param name="FileSequence">The same for the file itself.</param>
internal sealed record ManifestEntry(EntryStatus Status, long SnapshotId, long? Sequence, long? FileSequence, DataFile File);
