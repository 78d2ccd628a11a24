using System.IO.Enumeration;
using System.Runtime.CompilerServices;
using Colloquy.Lake.Native;
using Colloquy.Rights;

namespace Colloquy.Lake;

/// <summary>
/// The lake in a folder. A killed process leaves whole files or temporary ones, which nobody reads. A commit is flushed to the disk; data files are left to the
/// system, so after a loss of power the newest of them may be torn, and publishing with <c>--rebuild</c> writes those again.
/// </summary>
/// <param name="rights">Of the files that are created; only their owner may read them unless told otherwise.</param>
public sealed class LocalObjectStore(string folder, FileRights? rights = null) : IObjectStore
{
    private readonly FileRights rights = rights ?? FileRights.Private;
    private readonly string root = Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar);

    public string Location => "file:///" + root.Replace('\\', '/').TrimStart('/');

    public string PathOf(string key) => Path.Combine(root, key.Replace('/', Path.DirectorySeparatorChar));

    public async Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken stop)
    {
        var path = PathOf(key);
        if (await HoldsAsync(path, content, stop))
        {
            return;
        }

        var temporary = await WriteTemporaryAsync(path, content, durable: false, stop);
        File.Move(temporary, path, overwrite: true);
    }

    public async Task<bool> TryCreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken stop)
    {
        var path = PathOf(key);
        var temporary = await WriteTemporaryAsync(path, content, durable: true, stop);
        try
        {
            return NewFile.TryName(temporary, path);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    public async Task<byte[]?> ReadAsync(string key, CancellationToken stop)
    {
        try
        {
            return await File.ReadAllBytesAsync(PathOf(key), stop);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public async Task<byte[]?> ReadRangeAsync(string key, long offset, int length, CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        try
        {
            using var file = File.OpenHandle(PathOf(key), options: FileOptions.Asynchronous);
            var content = new byte[Math.Clamp(RandomAccess.GetLength(file) - offset, 0, length)];
            var read = 0;
            while (read < content.Length && await RandomAccess.ReadAsync(file, content.AsMemory(read), offset + read, stop) is > 0 and var more)
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

    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken stop)
    {
        await Task.CompletedTask;
        var start = PathOf(prefix[..(prefix.LastIndexOf('/') + 1)]);
        if (!Directory.Exists(start))
        {
            yield break;
        }

        var files = new FileSystemEnumerable<StoredObject>(start, Describe, new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
        };
        foreach (var file in files)
        {
            stop.ThrowIfCancellationRequested();
            if (file.Key.StartsWith(prefix, StringComparison.Ordinal))
            {
                yield return file;
            }
        }
    }

    public Task DeleteAsync(string key, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
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

    private static async Task<bool> HoldsAsync(string path, ReadOnlyMemory<byte> content, CancellationToken stop) =>
        new FileInfo(path) is { Exists: true } file && file.Length == content.Length
        && (await File.ReadAllBytesAsync(path, stop)).AsSpan().SequenceEqual(content.Span);

    private async Task<string> WriteTemporaryAsync(string path, ReadOnlyMemory<byte> content, bool durable, CancellationToken stop)
    {
        rights.CreateFolder(Path.GetDirectoryName(path)!);
        var temporary = path + "." + Guid.NewGuid().ToString("N") + IObjectStore.LeftoverSuffix;
        await using var stream = rights.Open(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        await stream.WriteAsync(content, stop);
        if (durable)
        {
            stream.Flush(flushToDisk: true);
        }

        return temporary;
    }
}
