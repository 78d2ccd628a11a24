using Colloquy.Sources.Rows;

namespace Colloquy.Sources.Files;

/// <summary>Reads one file into pages.</summary>
internal sealed class FileReader(SourceFile file, RowReader rows, int pageSize, TimeProvider clock, ReadProgress progress)
{
    // After this many rows without a column, the column is missing.
    private const int RowsToJudge = 1_000;
    private const long BytesToJudge = 16 << 20;

    // Pages are held back until the columns are known. Without any good row they hold only dead letters; at most this many are held.
    private const long LettersHeld = 20_000;

    private const int FirstPage = 1 << 18;

    private long bytes, diskBytes, count, judged;
    private ImmutableArray<string>? missing;
    private string? broken;

    /// <exception cref="SourceException">The file cannot be opened, or a required column is missing.</exception>
    public IEnumerable<FilePage> Read(CancellationToken cancellationToken)
    {
        using var content = FileContent.Open(file);
        var pages = (file.Table ?? TableSniffer.Decide(file, content.Text)) switch
        {
            SourceTable.Conversations =>
                Read(content, DifyTables.Conversations, (page, found) => page with { Conversations = found }, cancellationToken),
            SourceTable.Messages => Read(content, DifyTables.Messages, (page, found) => page with { Messages = found }, cancellationToken),
            SourceTable.Feedbacks =>
                Read(content, DifyTables.Feedbacks, (page, found) => page with { Feedbacks = found }, cancellationToken),
            SourceTable.EndUsers => Read(content, DifyTables.EndUsers, (page, found) => page with { EndUsers = found }, cancellationToken),
            _ => Read(
                content, DifyTables.Apps, (page, found) => page with { Apps = found.ConvertAll(app => app.Value) }, cancellationToken),
        };
        foreach (var page in pages)
        {
            yield return page;
        }
    }

    private IEnumerable<FilePage> Read<T>(
        FileContent content, TableRows<T> table, Func<SourcePage, List<SourceRow<T>>, SourcePage> hold, CancellationToken cancellationToken)
        where T : class
    {
        var started = clock.GetUtcNow();
        using var records = Open(content, table.Columns);
        var parser = new RowParser<T>(table, rows.Zone);
        var waiting = new Queue<FilePage>();
        bool columnsKnown = false;
        int size = FirstPage;
        for (bool more = true; more;)
        {
            var buffer = new PageBuffer(size);
            var raw = new List<RawRecord>();
            more = records.Fill(buffer, raw, pageSize, cancellationToken);
            if (more && raw.Count == 0)
            {
                buffer.Return();
                continue;
            }

            var page = Parse(parser, records, buffer, raw, hold, cancellationToken);
            waiting.Enqueue(new FilePage(more ? page : End(page, records, started), buffer));
            size = Math.Clamp(buffer.Length, FirstPage, RecordReader.LargestPage);
            columnsKnown = columnsKnown || KnowColumns(parser, atEnd: !more);
            bool onlyLetters = judged == 0 && (bytes >= BytesToJudge || count >= LettersHeld);
            while ((columnsKnown || onlyLetters) && waiting.TryDequeue(out var ready))
            {
                yield return ready;
            }
        }
    }

    private RecordReader Open(FileContent content, ColumnSet columns)
    {
        var head = content.Text.Peek(FormatSniffer.HeadSize);
        switch (FormatSniffer.Decide(file.Name, head))
        {
            case FileFormat.Csv:
                return new CsvRecordReader(file, content, columns);
            case FileFormat.Lines:
                return new SplitReader(content, new LineSplitter());
            case FileFormat.List:
                content.Text.Skip(FormatSniffer.ListStart(head));
                return new SplitReader(content, new ValueSplitter(isList: true));
            default:
                return new SplitReader(content, new ValueSplitter(isList: false));
        }
    }

    private SourcePage Parse<T>(
        RowParser<T> parser, RecordReader records, PageBuffer buffer, List<RawRecord> raw,
        Func<SourcePage, List<SourceRow<T>>, SourcePage> hold, CancellationToken cancellationToken)
        where T : class
    {
        var good = new List<SourceRow<T>>(raw.Count);
        var dead = new List<DeadLetter>();
        foreach (var record in raw)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var text = buffer.Slice(record.Start, record.Length);
            var origin = string.Create(null, $"{file.Name} {records.PlaceName} {record.Place}");
            if (record.Fault is { } fault)
            {
                dead.Add(new DeadLetter("", parser.Columns.Table, null, fault.Reason, fault.Detail, origin, text.ToArray()));
            }
            else if (parser.TryParse(text, out var row, out fault))
            {
                good.Add(new SourceRow<T>(row, text, origin));
                Judge(parser);
            }
            else
            {
                if (fault.Reason is not (DeadReason.Malformed or DeadReason.InvalidUtf8))
                {
                    Judge(parser);
                }

                dead.Add(parser.Bury(record.AtEnd ? Blame(fault, text.Span) : fault, origin, text.ToArray()));
            }
        }

        long read = Math.Max(0, records.Content.Text.BytesRead - bytes);
        long readFromDisk = Math.Max(0, records.Content.DiskPosition - diskBytes);
        bytes += read;
        diskBytes += readFromDisk;
        count += raw.Count;
        var page = new SourcePage
        {
            Table = parser.Columns.Table,
            Unit = file.Name,
            DeadLetters = dead,
            RawBytes = read,
            Share = progress.Add(readFromDisk),
        };
        return hold(page, good);
    }

    // An object that only the end of the data ends, and that is not complete, was truncated.
    private RowFault Blame(RowFault fault, ReadOnlySpan<byte> text)
    {
        if (fault.Reason is not (DeadReason.Malformed or DeadReason.InvalidUtf8) || text[0] != '{')
        {
            return fault;
        }

        broken = "it ends within a row";
        return new RowFault(DeadReason.Truncated, "the file ends within this row");
    }

    private SourcePage End(SourcePage page, RecordReader records, DateTimeOffset started)
    {
        var complaint = records.Content.Cut ?? broken ?? records.Warning;
        var warning = complaint is null
            ? null
            : string.Create(null, $"{file.Name}: {complaint}, after {bytes} bytes of text. What came before was read; get the file again.");
        var mark = FileMark.Of(file, rows.Zone, started, warning);
        return page with
        {
            Warning = warning,
            Mark = new SourceMark(file.Name, (file.IsUnchanged() ? mark : mark with { Settled = false }).ToString(), bytes, count),
        };
    }

    // Checked within the page, so that the result does not depend on the page size.
    private void Judge<T>(RowParser<T> parser)
        where T : class
    {
        if (++judged == RowsToJudge)
        {
            missing = parser.Columns.Missing(parser.Met);
        }
    }

    private bool KnowColumns<T>(RowParser<T> parser, bool atEnd)
        where T : class
    {
        var lacking = missing ?? parser.Columns.Missing(parser.Met);
        if (lacking.IsEmpty || (atEnd && judged == 0))
        {
            return true;
        }

        return atEnd || missing is not null || (judged > 0 && bytes >= BytesToJudge)
            ? throw parser.Columns.Refuse(file.Name, lacking)
            : false;
    }
}
