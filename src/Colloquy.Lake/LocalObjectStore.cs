using System.IO.Enumeration;
using System.Runtime.CompilerServices;
using Colloquy.Lake.Native;
using Colloquy.Rights;

namespace Colloquy.Lake;

/// <summary>
/// The lake in a folder. A killed process leaves complete files, or temporary ones that nobody reads. Commits are flushed to the disk; data
/// files are not, so after a power failure the newest may be torn, and publishing with <c>--rebuild</c> writes them again.
/// </summary>
/// <param name="folder">Path of the folder; created when needed.</param>
/// <param name="rights">Permissions of new files; by default only their owner can read them.</param>
public sealed class LocalObjectStore(string folder, FileRights? rights = null) : IObjectStore
{
    private readonly FileRights rights = rights ?? FileRights.Private;
    private readonly string root = Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar);

    /// <inheritdoc/>
    public string Location => "file:///" + root.Replace('\\', '/').TrimStart('/');

    /// <inheritdoc/>
    public string PathOf(string key) => Path.Combine(root, key.Replace('/', Path.DirectorySeparatorChar));

    /// <inheritdoc/>
    public async Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        if (await HoldsAsync(path, content, cancellationToken))
        {
            return;
        }

        var temporary = await WriteTemporaryAsync(path, content, durable: false, cancellationToken);
        File.Move(temporary, path, overwrite: true);
    }

    /// <inheritdoc/>
    public async Task<bool> TryCreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        var temporary = await WriteTemporaryAsync(path, content, durable: true, cancellationToken);
        try
        {
            return NewFile.TryName(temporary, path);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <inheritdoc/>
    public Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            // Not asynchronous: the system reads files with a thread either way, and what is read here is small.
            return Task.FromResult<byte[]?>(File.ReadAllBytes(PathOf(key)));
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<byte[]?>(null);
        }
    }

    /// <inheritdoc/>
    public async Task<byte[]?> ReadRangeAsync(string key, long offset, int length, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        try
        {
            using var file = File.OpenHandle(PathOf(key), options: FileOptions.Asynchronous);
            var content = new byte[Math.Clamp(RandomAccess.GetLength(file) - offset, 0, length)];
            var read = 0;
            while (read < content.Length
                && await RandomAccess.ReadAsync(file, content.AsMemory(read), offset + read, cancellationToken) is > 0 and var more)
            {
                read += more;
            }

            return content[..read];
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var start = PathOf(prefix[..(prefix.LastIndexOf('/') + 1)]);
        if (!Directory.Exists(start))
        {
            yield break;
        }

        var files = new FileSystemEnumerable<StoredObject>(
            start, Describe, new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
        };
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (file.Key.StartsWith(prefix, StringComparison.Ordinal))
            {
                yield return file;
            }
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            File.Delete(PathOf(key));
        }
        catch (DirectoryNotFoundException)
        {
        }

        return Task.CompletedTask;
    }

    private StoredObject Describe(ref FileSystemEntry entry) => new(
        Path.GetRelativePath(root, entry.ToFullPath()).Replace(Path.DirectorySeparatorChar, '/'), entry.Length, entry.LastWriteTimeUtc);

    private static async Task<bool> HoldsAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        new FileInfo(path) is { Exists: true } file && file.Length == content.Length
        && (await File.ReadAllBytesAsync(path, cancellationToken)).AsSpan().SequenceEqual(content.Span);

    private async Task<string> WriteTemporaryAsync(
        string path, ReadOnlyMemory<byte> content, bool durable, CancellationToken cancellationToken)
    {
        rights.CreateFolder(Path.GetDirectoryName(path)!);
        var temporary = path + "." + Guid.NewGuid().ToString("N") + IObjectStore.LeftoverSuffix;
        await using var stream = rights.Open(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        await stream.WriteAsync(content, cancellationToken);
        if (durable)
        {
            stream.Flush(flushToDisk: true);
        }

        return temporary;
    }
}
