using Colloquy.Sources.Rows;

namespace Colloquy.Sources.Files;

/// <summary>The beginning of a stream. A file that grows while it is read ends where it ended when it was opened.</summary>
internal sealed class LimitedStream(Stream inner, long length) : ReadOnlyStream
{
    private long left = length;

    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer[..(int)Math.Min(buffer.Length, left)]);
        left -= read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
