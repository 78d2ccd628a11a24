using System.Text;
using ZstdSharp;

namespace Colloquy.Sources.Files;

/// <summary>
/// The text of a file as a UTF-8 stream without a byte order mark. The compression is detected by the first bytes, not by the name.
/// </summary>
internal sealed class FileContent : IDisposable
{
    private static readonly (byte[] Magic, string Kind)[] Unreadable =
    [
        ([.. "PK\x3\x4"u8], "a zip archive"), ([.. "BZh"u8], "packed with bzip2"), ([0xFD, .. "7zXZ"u8], "packed with xz"),
        ([.. "7z\xBC\xAF"u8], "a 7z archive"), ([.. "PAR1"u8], "a Parquet file"), ([.. "SQLite format 3"u8], "an SQLite database"),
        ([.. "PGDMP"u8], "a PostgreSQL dump"), ([0x04, 0x22, 0x4D, 0x18], "packed with lz4"),
    ];

    private readonly FileStream disk;
    private readonly CutStream unpacked;

    private FileContent(FileStream disk, CutStream unpacked, CutStream text)
    {
        this.disk = disk;
        this.unpacked = unpacked;
        Text = text;
    }

    public CutStream Text { get; }

    /// <inheritdoc cref="CutStream.Cut"/>
    public string? Cut => unpacked.Cut;

    /// <summary>Bytes of the file on disk read so far.</summary>
    public long DiskPosition => disk.Position;

    /// <exception cref="SourceException">The file cannot be opened, or is of an unsupported kind.</exception>
    public static FileContent Open(SourceFile file)
    {
        var disk = OpenDisk(file);
        try
        {
            return Open(file, disk);
        }
        catch
        {
            disk.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Text.Dispose();
        unpacked.Dispose();
        disk.Dispose();
    }

    private static FileStream OpenDisk(SourceFile file)
    {
        // It may have been replaced since the folder was listed.
        if (RegularFile.Complaint(new FileInfo(file.Path)) is { } complaint && File.Exists(file.Path))
        {
            throw new SourceException($"{file.Name} {complaint}. Only regular files and links to them are read.");
        }

        try
        {
            return new FileStream(
                file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"{file.Name} cannot be opened. Check that it exists and that this user can read it.", failure);
        }
    }

    private static FileContent Open(SourceFile file, FileStream disk)
    {
        var head = new byte[16];
        int length = disk.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        disk.Position = 0;
        foreach (var (magic, kind) in Unreadable)
        {
            if (head.AsSpan(0, length).StartsWith(magic))
            {
                throw new SourceException(
                    $"{file.Name} is {kind}. Unpack it first: text (JSON Lines, JSON, CSV) is expected, optionally compressed with gzip "
                    + "or zstd.");
            }
        }

        var stored = new LimitedStream(disk, disk.Length);
        var unpacked = new CutStream(head switch
        {
            [0x1F, 0x8B, ..] => new GzipInput(stored),
            [0x28, 0xB5, 0x2F, 0xFD, ..] => new DecompressionStream(stored),
            _ => stored,
        });
        var text = unpacked.Peek(4) switch
        {
            [0xFF, 0xFE, not 0, ..] => new CutStream(Encoding.CreateTranscodingStream(unpacked, Encoding.Unicode, Encoding.UTF8)),
            [0xFE, 0xFF, ..] => new CutStream(Encoding.CreateTranscodingStream(unpacked, Encoding.BigEndianUnicode, Encoding.UTF8)),
            _ => unpacked,
        };
        if (text.Peek(3) is [0xEF, 0xBB, 0xBF])
        {
            text.Skip(3);
        }

        return new FileContent(disk, unpacked, text);
    }
}
