using Colloquy.Sources.Rows;

namespace Colloquy.Sources.Files;

/// <summary>Fills pages with the records that a splitter finds.</summary>
internal sealed class SplitReader(FileContent content, ISplitter splitter) : RecordReader(content)
{
    private const int Chunk = 1 << 16;
    private const int LargestChunk = 8 << 20;

    private byte[] carry = [];
    private bool ended;

    public override string PlaceName => splitter.PlaceName;

    public override bool Fill(PageBuffer page, List<RawRecord> records, int most, CancellationToken cancellationToken)
    {
        page.Append(carry);
        int start = 0;
        while (records.Count < most && start < LargestPage)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var window = page.From(start);
            if (splitter.TryNext(window, ended, out var piece))
            {
                if (piece.Length > 0)
                {
                    records.Add(new RawRecord(start + piece.Start, piece.Length, piece.Place, piece.AtEnd));
                }

                start += piece.Consumed;
            }
            else if (ended)
            {
                break;
            }
            else if (window.Length > LargestRecord)
            {
                start = PassTooLarge(page, records, start, cancellationToken);
            }
            else
            {
                Read(page, Math.Min(Math.Clamp(window.Length, Chunk, LargestChunk), LargestRecord + 1 - window.Length));
            }
        }

        carry = page.From(start).ToArray();
        if (!ended || carry.Length > 0)
        {
            return true;
        }

        Warning = splitter.Complaint;
        return false;
    }

    private void Read(PageBuffer page, int size)
    {
        int count = Content.Text.Read(page.GetSpan(size)[..size]);
        page.Advance(count);
        ended = count == 0;
    }

    // Keeps the beginning and reads on, reusing the same space, until a record may begin.
    private int PassTooLarge(PageBuffer page, List<RawRecord> records, int start, CancellationToken cancellationToken)
    {
        var place = splitter.Abandon();
        int resume = splitter.Resume(page.From(start));
        int kept = start + (resume < 0 ? KeptOfTooLarge : Math.Min(resume, KeptOfTooLarge));
        records.Add(new RawRecord(start, kept - start, place, Fault: TooLarge));
        for (int from = start; ; from = kept)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (resume >= 0)
            {
                return from + resume;
            }

            page.Truncate(kept);
            if (ended)
            {
                return kept;
            }

            Read(page, Chunk);
            resume = splitter.Resume(page.From(kept));
        }
    }
}
