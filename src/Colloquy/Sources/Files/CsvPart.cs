using CsvHelper;

namespace Colloquy.Sources.Files;

/// <summary>A section of CSV and its position in the file.</summary>
internal sealed class CsvPart : IDisposable
{
    private readonly CsvReader reader;
    private readonly long linesBefore;
    private readonly Func<long> end;
    private bool misquoted;

    private CsvPart(Func<CsvReaderOptions, CsvReader> open, CsvReaderOptions options, long start, long linesBefore, Func<long> end)
    {
        Start = start;
        this.linesBefore = linesBefore;
        this.end = end;
        reader = open(options with
        {
            IncludeValuesInExceptions = false,
            MaxRecordSize = RecordReader.LargestRecord,
            TrackLineNumbers = true,
            OnMalformedRecord = _ => misquoted = true,
        });
    }

    public CsvReader Reader => reader;

    /// <summary>Offset of the section in the file's text, in bytes.</summary>
    public long Start { get; }

    /// <summary>Whether the quotes of the current record are inconsistent.</summary>
    public bool Misquoted => misquoted;

    /// <summary>Line number at which the current record begins.</summary>
    public long Line => linesBefore + reader.LineNumber;

    public long LineOf(CsvFormatException failure) => linesBefore + failure.LineNumber;

    /// <summary>Whether the data ends with the current record, without a line break.</summary>
    public bool AtEnd => reader.ByteOffset + reader.RawRecord.Length == end();

    /// <summary>A whole file with its header.</summary>
    public static CsvPart Whole(CutStream text, char separator)
    {
        long before = text.BytesRead;
        return new(
            options => CsvReader.Create(text, options, leaveOpen: true), new() { Separator = separator }, before, 0,
            () => text.BytesRead - before);
    }

    /// <summary>The rest of a file whose quoting cannot be trusted: every line break ends a record.</summary>
    public static CsvPart Rest(CutStream text, char separator, long linesBefore)
    {
        long before = text.BytesRead;
        return new(
            options => CsvReader.Create(text, options, leaveOpen: true), LineByLine(separator), before, linesBefore,
            () => text.BytesRead - before);
    }

    /// <summary>A record whose quotes swallowed line breaks, read again line by line.</summary>
    /// <param name="atEnd">Whether the data ends with this record.</param>
    public static CsvPart Lines(ReadOnlyMemory<byte> record, char separator, long linesBefore, bool atEnd) =>
        new(options => CsvReader.Create(record, options), LineByLine(separator), 0, linesBefore, () => atEnd ? record.Length : -1);

    /// <exception cref="CsvFormatException">The next record is too large.</exception>
    public bool Read()
    {
        misquoted = false;
        return reader.Read();
    }

    public void Dispose() => reader.Dispose();

    private static CsvReaderOptions LineByLine(char separator) =>
        new() { Separator = separator, HasHeader = false, AllowLineBreaksInQuotes = false };
}
