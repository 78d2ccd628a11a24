using Colloquy.Sources.Rows;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Colloquy.Sources.Files;

/// <summary>
/// A stream that can be peeked, counts the bytes read, and ends early if the compressed data is damaged: everything before is kept, and
/// <see cref="Cut"/> says why there is no more.
/// </summary>
internal sealed class CutStream(Stream inner) : ReadOnlyStream
{
    private byte[] head = [];
    private int headStart, headEnd;

    /// <summary>Why the data ended early; null if it did not.</summary>
    public string? Cut { get; private set; }

    /// <summary>Bytes read so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The next bytes, up to <paramref name="count"/>, without consuming them.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        if (headEnd - headStart < count)
        {
            var wider = new byte[count];
            head.AsSpan(headStart, headEnd - headStart).CopyTo(wider);
            (head, headEnd, headStart) = (wider, headEnd - headStart, 0);
            for (int more = -1; headEnd < count && more != 0; headEnd += more)
            {
                more = ReadInner(head.AsSpan(headEnd));
            }
        }

        return head.AsSpan(headStart, Math.Min(count, headEnd - headStart));
    }

    /// <summary>Skips a number of bytes, or to the end.</summary>
    public void Skip(long count)
    {
        var passed = new byte[(int)Math.Min(count, 1 << 16)];
        for (int read = 1; count > 0 && read > 0; count -= read)
        {
            read = Read(passed.AsSpan(0, (int)Math.Min(count, passed.Length)));
        }
    }

    /// <summary>Skips the rest of a line and its line break.</summary>
    public void SkipLine()
    {
        while (Peek(1 << 16) is { Length: > 0 } next)
        {
            int end = next.IndexOf((byte)'\n');
            Skip(end < 0 ? next.Length : end + 1);
            if (end >= 0)
            {
                return;
            }
        }
    }

    public override int Read(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, headEnd - headStart);
        if (count > 0)
        {
            head.AsSpan(headStart, count).CopyTo(buffer);
            headStart += count;
        }
        else
        {
            head = [];
            headStart = headEnd = 0;
            count = ReadInner(buffer);
        }

        BytesRead += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }

    private int ReadInner(Span<byte> buffer)
    {
        try
        {
            return Cut is null ? inner.Read(buffer) : 0;
        }
        catch (EndOfStreamException)
        {
            Cut = "its compressed data are cut short";
        }
        catch (InvalidDataException)
        {
            Cut = "its compressed data are damaged";
        }
        catch (ZstdException failure) when (failure.Code != ZSTD_ErrorCode.ZSTD_error_prefix_unknown)
        {
            Cut = "its compressed data are damaged";
        }
        catch (ZstdException)
        {
            // The bytes after the last frame are not zstd: they are ignored, as with gzip.
        }

        return 0;
    }
}
