namespace Colloquy.Lake;

/// <summary>
/// Where the lake's files are: a folder, or a bucket. It asks for no more than both can do. Keys are relative, with slashes. An object is seen whole or
/// not at all, whenever a writer is killed.
/// </summary>
public interface IObjectStore
{
    /// <summary>Ends the keys of what a killed writer left half done. Such a key can be listed and deleted; it has no content to read.</summary>
    const string LeftoverSuffix = ".tmp";

    /// <summary>An absolute address without a slash at the end, as other engines want it: <c>file:///srv/lake</c>, <c>s3://bucket/prefix</c>.</summary>
    string Location { get; }

    /// <summary>How long readers elsewhere may still be using what was replaced: so long it stays.</summary>
    TimeSpan Grace => TimeSpan.Zero;

    /// <summary>Writes an object, replacing one of the same key. Nothing is written when the very same bytes are there.</summary>
    Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken stop);

    /// <summary>Writes an object if there is none of that key; of many who try at once, one succeeds. Durable when it returns.</summary>
    /// <returns>False when the key is taken.</returns>
    Task<bool> TryCreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken stop);

    /// <returns>Null when there is no such object.</returns>
    Task<byte[]?> ReadAsync(string key, CancellationToken stop);

    /// <summary>A stretch of an object; shorter where the object ends.</summary>
    /// <param name="offset">Of the first byte.</param>
    /// <param name="length">In bytes, at least one.</param>
    /// <returns>Null when there is no such object.</returns>
    Task<byte[]?> ReadRangeAsync(string key, long offset, int length, CancellationToken stop);

    /// <summary>Every object whose key begins with the prefix, leftovers of killed writers included. In no order.</summary>
    IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken stop);

    /// <summary>Removes an object; it is no error when there is none.</summary>
    Task DeleteAsync(string key, CancellationToken stop);

    /// <summary>What a reader on this machine opens: an absolute path, or an address.</summary>
    string PathOf(string key);
}

/// <param name="Modified">When it was written, by the clock of the store.</param>
public readonly record struct StoredObject(string Key, long Bytes, DateTimeOffset Modified);
