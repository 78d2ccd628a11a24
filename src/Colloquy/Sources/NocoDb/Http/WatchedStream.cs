using Colloquy.Sources.Rows;

namespace Colloquy.Sources.NocoDb.Http;

/// <summary>A response body that reports every piece of data that arrives and fails if it exceeds the size limit.</summary>
/// <param name="longest">Maximum bytes, uncompressed.</param>
internal sealed class WatchedStream(Stream body, SilenceTimer silence, long longest, Action<int> arrived) : ReadOnlyStream
{
    private long left = longest;

    public override int Read(Span<byte> buffer)
    {
        int read = body.Read(buffer);
        Arrived(read);
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await body.ReadAsync(buffer, cancellationToken);
        Arrived(read);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Arrived(int count)
    {
        silence.Restart();
        arrived(count);
        if ((left -= count) < 0)
        {
            throw new AnswerTooLargeException();
        }
    }
}
