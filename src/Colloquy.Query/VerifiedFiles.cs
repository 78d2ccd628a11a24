using System.Globalization;
using System.IO.Hashing;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;
using Colloquy.Lake;
using Colloquy.Publish;
using Colloquy.Query.Fetching;
using Colloquy.Rights;

namespace Colloquy.Query;

/// <summary>
/// Remembers which files of a lake in a folder have been verified against their checksum, by key, length and modification time, so that
/// each file is read completely only once. If the folder is read-only, files are verified every time.
/// </summary>
internal sealed class VerifiedFiles(string folder, string lake)
{
    private readonly string path = Path.Combine(
        folder, "verified-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lake)).AsSpan(0, 8)) + ".txt");

    /// <exception cref="MovedException">A file is missing, truncated or damaged, or another run replaced it.</exception>
    public void Verify(IEnumerable<LakeFile> files, CancellationToken cancellationToken)
    {
        var known = Read();
        var lines = files.Select(file => (File: file, Line: LineOf(file))).ToList();
        var unknown = lines.Where(f => !known.Contains(f.Line)).ToList();
        if (unknown.Count == 0)
        {
            return;
        }

        try
        {
            Parallel.ForEach(unknown, new ParallelOptions { CancellationToken = cancellationToken }, f => VerifyContent(f.File));
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }

        Write(known.Union(unknown.Select(f => f.Line), StringComparer.Ordinal));
    }

    private static string LineOf(LakeFile file)
    {
        var info = new FileInfo(file.Path);
        if (!info.Exists)
        {
            throw Damaged(file, "is missing", LakeDamage.Repair);
        }

        return info.Length == file.Bytes
            ? string.Create(CultureInfo.InvariantCulture, $"{file.Key} {info.Length} {info.LastWriteTimeUtc.Ticks}")
            : throw Damaged(
                file, string.Create(CultureInfo.InvariantCulture, $"has {info.Length} bytes, not {file.Bytes}"), LakeDamage.Repair);
    }

    private static void VerifyContent(LakeFile file)
    {
        try
        {
            using var content = File.OpenRead(file.Path);
            if (!file.IsNamedBy(content))
            {
                throw Damaged(file, "is damaged: its content does not match the hash in its name", LakeDamage.Rebuild);
            }
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Damaged(file, "is missing", LakeDamage.Repair);
        }
    }

    private static MovedException Damaged(LakeFile file, string what, string advice) => new($"The lake's file {file.Key} {what}. {advice}");

    // The first line is a checksum of the others. A damaged record is ignored.
    private HashSet<string> Read()
    {
        try
        {
            var text = File.ReadAllText(path);
            var end = text.IndexOf('\n', StringComparison.Ordinal);
            return end > 0 && text[..end] == Checksum(text[(end + 1)..]) ? [.. text[(end + 1)..].Split('\n')] : [];
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private void Write(IEnumerable<string> lines)
    {
        var text = string.Join('\n', lines.Where(line => line.Length > 0).Order(StringComparer.Ordinal));
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            FileRights.Private.CreateFolder(folder);
            using (var file = new StreamWriter(FileRights.Private.Open(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None)))
            {
                file.Write(Checksum(text) + "\n" + text);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static string Checksum(string text) =>
        XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(text)).ToString("x16", CultureInfo.InvariantCulture);
}
