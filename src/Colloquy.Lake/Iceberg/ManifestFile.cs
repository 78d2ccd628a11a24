namespace Colloquy.Lake.Iceberg;

/// <summary>A manifest as the list of a snapshot names it.</summary>
/// <param name="Key">Relative to the table.</param>
/// <param name="FirstDay">Least partition in it; null when the writer did not say.</param>
internal sealed record ManifestFile(
    string Key, long Length, long Sequence, long MinSequence, long SnapshotId, int AddedFiles, int ExistingFiles, int DeletedFiles, long AddedRows,
    long ExistingRows, long DeletedRows, int? FirstDay, int? LastDay)
{
    public bool HasLiveFiles => AddedFiles + ExistingFiles > 0;
}
