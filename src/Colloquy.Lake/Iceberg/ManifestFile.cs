namespace Colloquy.Lake.Iceberg;

/// <summary>A manifest as listed in a snapshot.</summary>
/// <param name="Key">Relative to the table.</param>
/// <param name="FirstDay">Lowest partition in it; null if the writer did not record it.</param>
internal sealed record ManifestFile(
    string Key, long Length, long Sequence, long MinSequence, long SnapshotId, int AddedFiles, int ExistingFiles, int DeletedFiles,
    long AddedRows,
    long ExistingRows, long DeletedRows, int? FirstDay, int? LastDay)
{
    public bool HasLiveFiles => AddedFiles + ExistingFiles > 0;
}
