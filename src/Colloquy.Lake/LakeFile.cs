namespace Colloquy.Lake;

/// <summary>A committed Parquet file: one UTC day of one table.</summary>
/// <param name="Key">Relative to the object store. What is stored under it never changes: it is named by its content.</param>
/// <param name="Path">Where a reader on this machine opens it: an absolute path for a lake in a folder, else an address.</param>
public sealed record LakeFile(string Key, string Path, DateOnly Day, long Rows, long Bytes)
{
    /// <summary>Whether a content, read to its end, is the one that the file is named by.</summary>
    public bool IsNamedBy(Stream content) => ContentHash.In(Key) == ContentHash.Of(content);
}
