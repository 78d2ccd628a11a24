using Colloquy.Sources.Rows;

namespace Colloquy.Sources.Files;

/// <summary>Cuts the text of a file into records, a page at a time. Owns the content that it reads.</summary>
internal abstract class RecordReader(FileContent content) : IDisposable
{
    /// <summary>Bytes of one record, at most. A larger one is a dead letter with its beginning.</summary>
    public const int LargestRecord = 64 << 20;

    /// <summary>Bytes that are kept of a record that is too large.</summary>
    public const int KeptOfTooLarge = 64 << 10;

    /// <summary>Bytes of a page after which no further record is added: a page has at most so many, and one record.</summary>
    public const int LargestPage = 16 << 20;

    /// <summary>What the number of a record counts: <c>line</c> or <c>row</c>.</summary>
    public abstract string PlaceName { get; }

    public FileContent Content { get; protected set; } = content;

    /// <summary>What the operator must hear of the file as a whole; known when it has been read to the end.</summary>
    public string? Warning { get; protected set; }

    protected static RowFault TooLarge { get; } = new(DeadReason.TooLarge, $"larger than {LargestRecord >> 20} MB");

    /// <summary>Appends up to so many records to the lists of a page.</summary>
    /// <returns>False when there is nothing more to come after them.</returns>
    public abstract bool Fill(PageBuffer page, List<RawRecord> records, int most, CancellationToken stop);

    public virtual void Dispose() => Content.Dispose();
}
