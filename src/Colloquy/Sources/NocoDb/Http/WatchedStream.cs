using Colloquy.Sources.Rows;

namespace Colloquy.Sources.NocoDb.Http;

/// <summary>A body that tells of every piece that arrives.</summary>
internal sealed class WatchedStream(Stream body, SilenceTimer silence, Action<int> arrived) : ReadOnlyStream
{
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
    }
}
