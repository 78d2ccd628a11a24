namespace Colloquy.Sources.Files;

/// <summary>A record a line; empty lines are none.</summary>
internal sealed class LineSplitter : ISplitter
{
    private long line = 1;

    public string PlaceName => "line";

    public string? Complaint => null;

    public bool TryNext(ReadOnlySpan<byte> text, bool ended, out Piece piece)
    {
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
}
