using System.Buffers;

namespace Colloquy.Sources.Files;

/// <summary>One record per line. Empty lines are skipped.</summary>
internal sealed class LineSplitter : ISplitter
{
    private static readonly SearchValues<byte> Blank = SearchValues.Create(" \t\r\n"u8);

    private long line = 1;

    public string PlaceName => "line";

    public string? Complaint => null;

    public bool TryNext(ReadOnlySpan<byte> text, bool ended, out Piece piece)
    {
        if (BlankLines(text) is > 0 and var blank)
        {
            piece = new Piece(blank, 0, 0, line);
            line += text[..blank].Count((byte)'\n');
            return true;
        }

        int end = text.IndexOf((byte)'\n');
        if (end < 0 && !(ended && text.Length > 0))
        {
            piece = default;
            return false;
        }

        var record = (end < 0 ? text : text[..end]).TrimEnd(" \t\r"u8);
        piece = new Piece(end < 0 ? text.Length : end + 1, 0, record.Length, line++, AtEnd: end < 0);
        return true;
    }

    public long Abandon() => line;

    public int Resume(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)'\n');
        if (end < 0)
        {
            return -1;
        }

        line++;
        return end + 1;
    }

    // Number of bytes of blank lines at the beginning. They are skipped together: a small compressed file may expand to billions of them.
    private static int BlankLines(ReadOnlySpan<byte> text)
    {
        if (text is not [<= (byte)' ', ..])
        {
            return 0;
        }

        int first = text.IndexOfAnyExcept(Blank);
        return (first < 0 ? text : text[..first]).LastIndexOf((byte)'\n') + 1;
    }
}
