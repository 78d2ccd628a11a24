using System.Buffers.Binary;
using System.Globalization;
using System.IO.Enumeration;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using Colloquy.Rights;

namespace Colloquy.Query.Fetching;

/// <summary>
/// Ranges of files, cached in a folder and shared by processes. Each range is a separate file that appears by a rename and ends with a
/// checksum, so it is either complete or ignored, even if processes are killed or delete it at any time.
/// </summary>
internal sealed class CachedRanges(string folder, long mostBytes, TimeProvider clock)
{
    private const string TemporarySuffix = ".tmp";
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    /// <summary>Reads a range and marks it as the most recently used.</summary>
    /// <returns>Null if it is not cached, or damaged.</returns>
    public async Task<byte[]?> FindAsync(string address, ByteRange range, CancellationToken cancellationToken)
    {
        var path = PathOf(address, range);
        try
        {
            var stored = await File.ReadAllBytesAsync(path, cancellationToken);
            if (stored.Length != range.Length + sizeof(ulong)
                || XxHash3.HashToUInt64(stored.AsSpan(0, range.Length)) != BinaryPrimitives.ReadUInt64LittleEndian(
                    stored.AsSpan(range.Length)))
            {
                return null;
            }

            Touch(path);
            return stored[..range.Length];
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public async Task StoreAsync(string address, ByteRange range, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (mostBytes == 0)
        {
            return;
        }

        try
        {
            await WriteAsync(PathOf(address, range), content, cancellationToken);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // If nothing can be written, the next query fetches the range again.
        }
    }

    private async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        FileRights.Private.CreateFolder(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Guid.NewGuid():N}{TemporarySuffix}";
        var checksum = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(checksum, XxHash3.HashToUInt64(content.Span));
        using (var file = FileRights.Private.Open(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            await RandomAccess.WriteAsync(file.SafeFileHandle, [content, checksum], 0, cancellationToken);
        }

        Touch(temporary);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Evicts the least recently used ranges until the rest fits, and deletes what killed processes left behind.</summary>
    public void Trim()
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        var old = clock.GetUtcNow().UtcDateTime - Abandoned;
        long kept = 0;
        foreach (var file in Files().OrderByDescending(f => f.Used).ThenBy(f => f.Path, StringComparer.Ordinal))
        {
            var isTemporary = file.Path.EndsWith(TemporarySuffix, StringComparison.Ordinal);
            if (!isTemporary)
            {
                kept += file.Bytes;
            }

            if (isTemporary ? file.Used < old : kept > mostBytes)
            {
                Remove(file.Path);
            }
        }
    }

    /// <summary>Evicts the ranges of all other files: files that the lake no longer references may contain erased data.</summary>
    public void Keep(IEnumerable<string> addresses)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        var names = addresses.Select(NameOf).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Files().Where(file => !names.Contains(Path.GetFileName(file.Path).Split('-')[0])))
        {
            Remove(file.Path);
        }
    }

    private FileSystemEnumerable<(string Path, long Bytes, DateTime Used)> Files() => new(
        folder,
        (ref FileSystemEntry entry) => (entry.ToFullPath(), entry.Length, entry.LastWriteTimeUtc.UtcDateTime),
        new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
    {
        ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
    };

    // Without write permission, the range keeps its time.
    private void Touch(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, clock.GetUtcNow().UtcDateTime);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
        }
    }

    // On Windows a file cannot be deleted while it is read; a later query deletes it.
    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception inUse) when (inUse is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static string NameOf(string address) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address)).AsSpan(0, 16));

    private string PathOf(string address, ByteRange range)
    {
        var name = NameOf(address);
        return Path.Combine(folder, name[..2], string.Create(CultureInfo.InvariantCulture, $"{name}-{range.Offset}-{range.Length}"));
    }
}
