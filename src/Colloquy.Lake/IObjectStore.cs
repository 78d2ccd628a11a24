namespace Colloquy.Lake;

/// <summary>
/// Storage of the lake's files: a folder or a bucket. It requires only what both support. Keys are relative, with slashes. An object is
/// visible completely or not at all, even if its writer is killed.
/// </summary>
public interface IObjectStore
{
    /// <summary>Suffix of keys left behind by a killed writer. Such a key can be listed and deleted, but not read.</summary>
    const string LeftoverSuffix = ".tmp";

    /// <summary>
    /// An absolute URL without a trailing slash, as other engines expect it: <c>file:///srv/lake</c>, <c>s3://bucket/prefix</c>.
    /// </summary>
    string Location { get; }

    /// <summary>How long replaced files are kept for readers on other machines.</summary>
    TimeSpan Grace => TimeSpan.Zero;

    /// <summary>Writes an object, replacing an existing one. Writes nothing if the same bytes are stored already.</summary>
    Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Writes an object if the key is free. Of concurrent calls exactly one succeeds. The object is durable on return.</summary>
    /// <returns>False if the key is taken.</returns>
    Task<bool> TryCreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Reads a whole object.</summary>
    /// <returns>Null if there is no such object.</returns>
    Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken);

    /// <summary>Reads a range of an object; shorter at the end of the object.</summary>
    /// <param name="offset">Offset of the first byte.</param>
    /// <param name="length">Number of bytes, at least one.</param>
    /// <returns>Null if there is no such object.</returns>
    Task<byte[]?> ReadRangeAsync(string key, long offset, int length, CancellationToken cancellationToken);

    /// <summary>Lists every object whose key begins with the prefix, in any order, including those left behind by killed writers.</summary>
    IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Deletes an object, if it exists.</summary>
    Task DeleteAsync(string key, CancellationToken cancellationToken);

    /// <summary>The location for a reader on this machine: an absolute path or a URL.</summary>
    string PathOf(string key);
}

/// <summary>An entry of a listing.</summary>
/// <param name="Key">Relative key.</param>
/// <param name="Bytes">Size.</param>
/// <param name="Modified">When it was written, by the clock of the store.</param>
public readonly record struct StoredObject(string Key, long Bytes, DateTimeOffset Modified);
