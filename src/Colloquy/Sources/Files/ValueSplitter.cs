using System.Buffers;

namespace Colloquy.Sources.Files;

/// <summary>
/// Records are the elements of a JSON array, or JSON values one after the other. Only braces are counted; the content is checked when the
/// row is parsed.
/// </summary>
/// <param name="isList">The text begins inside the array of a wrapping object, and what follows the array is not a row.</param>
internal sealed class ValueSplitter(bool isList) : ISplitter
{
    // A file that has been out of sync this often is not worth more searching.
    private const int MostResumes = 100;

    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> Between = SearchValues.Create(" \t\r\n,[]"u8);
    private static readonly SearchValues<byte> ScalarEnd = SearchValues.Create(",]\n"u8);

    private long row = 1;
    private long open = isList ? 1 : 0;
    private int resumes;
    private bool listEnded, afterLineBreak;

    public string PlaceName => "row";

    public string? Complaint =>
        resumes > MostResumes ? "too many of its objects are not closed"
        : open > 0 && !listEnded ? "its JSON array is not closed"
        : null;

    public bool TryNext(ReadOnlySpan<byte> text, bool ended, out Piece piece)
    {
        piece = default;
        if (text.IsEmpty)
        {
            return false;
        }

        int start = listEnded ? text.Length : Skip(text);
        if (start > 0 || listEnded)
        {
            piece = new Piece(start, 0, 0, row);
            return true;
        }

        int end = End(text, out bool broken);
        if (end < 0 && !ended)
        {
            return false;
        }

        bool atEnd = end < 0;
        end = atEnd ? text.Length : end;
        int resume = (broken || atEnd) && resumes++ < MostResumes ? text[..end].IndexOf("\n{"u8) + 1 : 0;
        piece = resume > 0 ? new Piece(resume, 0, resume, row++) : new Piece(end, 0, end, row++, atEnd);
        return true;
    }

    public long Abandon()
    {
        resumes++;
        afterLineBreak = false;
        return row++;
    }

    public int Resume(ReadOnlySpan<byte> text)
    {
        if (resumes > MostResumes)
        {
            return -1;
        }

        if (afterLineBreak && text is [(byte)'{', ..])
        {
            return 0;
        }

        afterLineBreak = text is [.., (byte)'\n'];
        return text.IndexOf("\n{"u8) + 1 is > 0 and var resume ? resume : -1;
    }

    // Commas and brackets between values, in any number.
    private int Skip(ReadOnlySpan<byte> text)
    {
        int at = 0;
        for (; at < text.Length && Between.Contains(text[at]) && !listEnded; at++)
        {
            open += text[at] switch { (byte)'[' => 1, (byte)']' => -1, _ => 0 };
            listEnded = isList && open == 0;
        }

        return at;
    }

    // Index after the value; -1 if the text ends before it. A value is broken if an enclosing array or object ends first.
    private static int End(ReadOnlySpan<byte> text, out bool broken)
    {
        broken = false;
        if (text[0] != '{' && text[0] != '"')
        {
            return text.IndexOfAny(ScalarEnd);
        }

        int depth = 0;
        for (int at = 0; ;)
        {
            int next = text[at..].IndexOfAny(Structure);
            if (next < 0)
            {
                return -1;
            }

            at += next;
            if (text[at] == '"')
            {
                int length = StringLength(text[at..]);
                if (length < 0)
                {
                    return -1;
                }

                at += length;
            }
            else if (depth == 1 && text[at] == ']')
            {
                broken = true;
                return at;
            }
            else
            {
                depth += text[at++] is (byte)'{' or (byte)'[' ? 1 : -1;
            }

            if (depth <= 0)
            {
                return at;
            }
        }
    }

    private static int StringLength(ReadOnlySpan<byte> text)
    {
        for (int at = 1; ;)
        {
            int next = text[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0 || (text[at + next] == '\\' && at + next + 2 > text.Length))
            {
                return -1;
            }

            at += next + 1;
            if (text[at - 1] == '"')
            {
                return at;
            }

            if (++at > text.Length)
            {
                return -1;
            }
        }
    }
}
