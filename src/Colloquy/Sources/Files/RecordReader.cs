using Colloquy.Sources.Rows;

namespace Colloquy.Sources.Files;

/// <summary>Splits the text of a file into records, a page at a time. Owns its content.</summary>
internal abstract class RecordReader(FileContent content) : IDisposable
{
    /// <summary>Maximum bytes of one record. A larger one becomes a dead letter with its beginning.</summary>
    public const int LargestRecord = 64 << 20;

    /// <summary>Bytes kept of a record that is too large.</summary>
    public const int KeptOfTooLarge = 64 << 10;

    /// <summary>Bytes of a page after which no further record is added. A page has at most this many bytes plus one record.</summary>
    public const int LargestPage = 16 << 20;

    /// <summary>What the number of a record counts: <c>line</c> or <c>row</c>.</summary>
    public abstract string PlaceName { get; }

    public FileContent Content { get; protected set; } = content;

    /// <summary>A warning for the operator about the file as a whole; known once it has been read to the end.</summary>
    public string? Warning { get; protected set; }

    protected static RowFault TooLarge { get; } = new(DeadReason.TooLarge, $"larger than {LargestRecord >> 20} MB");

    /// <summary>Appends up to a number of records to a page.</summary>
    /// <returns>False if there are no more records.</returns>
    public abstract bool Fill(PageBuffer page, List<RawRecord> records, int most, CancellationToken cancellationToken);

    public virtual void Dispose() => Content.Dispose();
}
