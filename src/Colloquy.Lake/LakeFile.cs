namespace Colloquy.Lake;

/// <summary>A committed Parquet file: one UTC day of one table.</summary>
/// <param name="Key">Relative to the object store. Its content never changes: the name contains its checksum.</param>
/// <param name="Path">The location for a reader on this machine: an absolute path for a lake in a folder, else a URL.</param>
public sealed record LakeFile(string Key, string Path, DateOnly Day, long Rows, long Bytes)
{
    /// <summary>Whether a content, read to its end, matches the checksum in the file's name.</summary>
    public bool IsNamedBy(Stream content) => ContentHash.In(Key) == ContentHash.Of(content);
}
