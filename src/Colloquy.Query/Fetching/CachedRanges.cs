using System.Buffers.Binary;
using System.Globalization;
using System.IO.Enumeration;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using Colloquy.Rights;

namespace Colloquy.Query.Fetching;

/// <summary>
/// Parts of files in a folder, shared by processes. A part is a file of its own, which comes by a rename and ends with a checksum: it is there whole or counts as
/// not there, whoever is killed or removes it at any time.
/// </summary>
internal sealed class CachedRanges(string folder, long mostBytes, TimeProvider clock)
{
    private const string TemporarySuffix = ".tmp";
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    /// <summary>Reads a part, which is the most recently used one from then on.</summary>
    /// <returns>Null when it is not there, or not as it was stored.</returns>
    public async Task<byte[]?> FindAsync(string address, ByteRange range, CancellationToken stop)
    {
        var path = PathOf(address, range);
        try
        {
            var stored = await File.ReadAllBytesAsync(path, stop);
            if (stored.Length != range.Length + sizeof(ulong)
                || XxHash3.HashToUInt64(stored.AsSpan(0, range.Length)) != BinaryPrimitives.ReadUInt64LittleEndian(stored.AsSpan(range.Length)))
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

    public async Task StoreAsync(string address, ByteRange range, ReadOnlyMemory<byte> content, CancellationToken stop)
    {
        if (mostBytes == 0)
        {
            return;
        }

        try
        {
            await WriteAsync(PathOf(address, range), content, stop);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Where nothing may be written, or nothing fits any more, the next query fetches it again.
        }
    }

    private async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken stop)
    {
        FileRights.Private.CreateFolder(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Guid.NewGuid():N}{TemporarySuffix}";
        var checksum = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(checksum, XxHash3.HashToUInt64(content.Span));
        using (var file = FileRights.Private.Open(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            await RandomAccess.WriteAsync(file.SafeFileHandle, [content, checksum], 0, stop);
        }

        Touch(temporary);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Removes what was not used for longest until the rest is within the bound, and what killed processes left.</summary>
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

    /// <summary>Removes the parts of every other file: what the lake gave up may hold what was erased.</summary>
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

    // Who may only read a part leaves it as old as it is.
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

    // Windows keeps a file that somebody reads at this moment; a later query removes it.
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

    private static string NameOf(string address) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address)).AsSpan(0, 16));

    private string PathOf(string address, ByteRange range)
    {
        var name = NameOf(address);
        return Path.Combine(folder, name[..2], string.Create(CultureInfo.InvariantCulture, $"{name}-{range.Offset}-{range.Length}"));
    }
}
