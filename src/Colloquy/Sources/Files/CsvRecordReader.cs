using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Colloquy.Sources.Rows;
using CsvHelper;

namespace Colloquy.Sources.Files;

/// <summary>
/// Reads CSV as JSON: each record becomes an object of strings, so that a dead letter is replayed like any other row. An unquoted empty
/// field, <c>NULL</c> and <c>\N</c> are null; a quoted empty field is an empty string.
/// </summary>
internal sealed class CsvRecordReader : RecordReader
{
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly SourceFile file;
    private readonly char separator;
    private readonly JsonEncodedText[] header;
    private CsvPart part;
    private CsvPart? broken;

    /// <exception cref="SourceException">The header lacks a required column.</exception>
    public CsvRecordReader(SourceFile file, FileContent content, ColumnSet columns)
        : base(content)
    {
        this.file = file;
        separator = FormatSniffer.Separator(content.Text.Peek(FormatSniffer.HeadSize));
        part = CsvPart.Whole(content.Text, separator);
        var names = part.Reader.Headers.ToArray();
        header = Array.ConvertAll(names, name => JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping));
        var found = names.Select(name => columns.Find(Encoding.UTF8.GetBytes(name))).ToHashSet();
        var missing = columns.Missing(found.Contains);
        if (names.Length > 0 && missing.Length > 0)
        {
            part.Dispose();
            throw columns.Refuse(file.Name, missing);
        }
    }

    public override string PlaceName => "line";

    public override bool Fill(PageBuffer page, List<RawRecord> records, int most, CancellationToken cancellationToken)
    {
        using var writer = new Utf8JsonWriter(page, WriterOptions);
        while (records.Count < most && page.Length < LargestPage)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (broken is not null)
            {
                TakeBroken(page, records, writer);
            }
            else if (!TryTake(page, records, writer))
            {
                return false;
            }
        }

        return true;
    }

    public override void Dispose()
    {
        broken?.Dispose();
        part.Dispose();
        base.Dispose();
    }

    private bool TryTake(PageBuffer page, List<RawRecord> records, Utf8JsonWriter writer)
    {
        try
        {
            if (!part.Read())
            {
                return false;
            }
        }
        catch (CsvFormatException tooLarge)
        {
            PassTooLarge(page, records, tooLarge);
            return true;
        }

        var reader = part.Reader;
        if (part.Misquoted && reader.RawRecord.ContainsAny((byte)'\r', (byte)'\n'))
        {
            broken = CsvPart.Lines(reader.RawRecord.ToArray(), separator, part.Line - 1, part.AtEnd);
        }
        else
        {
            records.Add(Take(part, page, writer));
        }

        return true;
    }

    private void TakeBroken(PageBuffer page, List<RawRecord> records, Utf8JsonWriter writer)
    {
        if (broken!.Read())
        {
            records.Add(Take(broken, page, writer));
        }
        else
        {
            broken.Dispose();
            broken = null;
        }
    }

    private RawRecord Take(CsvPart from, PageBuffer page, Utf8JsonWriter writer)
    {
        int start = page.Length;
        var fault = Judge(from);
        if (fault is null)
        {
            Write(from.Reader, writer);
            writer.Reset();
        }
        else
        {
            page.Append(from.Reader.RawRecord);
        }

        return new RawRecord(start, page.Length - start, from.Line, AtEnd: false, fault);
    }

    private RowFault? Judge(CsvPart from)
    {
        var reader = from.Reader;
        if (Content.Cut is not null && from.AtEnd)
        {
            return new RowFault(DeadReason.Truncated, "the file is cut within this row");
        }

        return !Utf8.IsValid(reader.RawRecord) ? new RowFault(DeadReason.InvalidUtf8, "not valid UTF-8")
            : from.Misquoted ? new RowFault(DeadReason.Malformed, "quotes do not match")
            : reader.FieldCount != header.Length
                ? new RowFault(DeadReason.Malformed, $"{reader.FieldCount} fields, the header has {header.Length}")
                : null;
    }

    private void Write(CsvReader reader, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        for (int i = 0; i < header.Length; i++)
        {
            var raw = reader.GetRawSpan(i);
            if (raw.IsEmpty || raw.SequenceEqual("NULL"u8) || raw.SequenceEqual(@"\N"u8))
            {
                writer.WriteNull(header[i]);
            }
            else
            {
                writer.WriteString(header[i], reader.GetSpan(i));
            }
        }

        writer.WriteEndObject();
        writer.Flush();
    }

    // The reader cannot skip a record that does not fit its buffer, so the file is reopened after the record's first line.
    private void PassTooLarge(PageBuffer page, List<RawRecord> records, CsvFormatException tooLarge)
    {
        long offset = part.Start + tooLarge.ByteOffset;
        long line = part.LineOf(tooLarge);
        part.Dispose();
        Content.Dispose();
        Content = FileContent.Open(file);
        var text = Content.Text;
        text.Skip(offset - text.BytesRead);
        int start = page.Length;
        page.Append(text.Peek(KeptOfTooLarge));
        records.Add(new RawRecord(start, page.Length - start, line, Fault: TooLarge));
        text.SkipLine();
        part = CsvPart.Rest(text, separator, line);
    }
}
