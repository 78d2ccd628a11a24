using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using Colloquy.Sources.Rows;

namespace Colloquy.Sources.Files;

/// <summary>
/// Reads concatenated gzip members. The platform's reader takes a truncated file for a complete one; this one verifies each member's
/// checksum and length. Bytes after the last member that do not begin another one are ignored, as gzip does.
/// </summary>
internal sealed class GzipInput(Stream file) : ReadOnlyStream
{
    private const int TrailerSize = 8;

    private readonly Feed feed = new(file);
    private readonly Crc32 checksum = new();
    private DeflateStream? member;
    private uint length;
    private bool done;

    /// <exception cref="EndOfStreamException">The file ends in the middle of a member.</exception>
    /// <exception cref="InvalidDataException">A member is corrupt, or its checksum is missing or wrong.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (!done && !buffer.IsEmpty)
        {
            if (member is null && !TryBegin())
            {
                break;
            }

            int count = member!.Read(buffer);
            if (count > 0)
            {
                checksum.Append(buffer[..count]);
                length += (uint)count;
                return count;
            }

            End();
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        member?.Dispose();
        file.Dispose();
        base.Dispose(disposing);
    }

    private bool TryBegin()
    {
        if (!feed.TrySkipHeader())
        {
            done = true;
            return false;
        }

        member = new DeflateStream(feed, CompressionMode.Decompress, leaveOpen: true);
        return true;
    }

    private void End()
    {
        member!.Dispose();
        member = null;
        if (feed.Ended)
        {
            throw new EndOfStreamException("the file ends before its compressed data does");
        }

        Span<byte> trailer = stackalloc byte[TrailerSize];
        checksum.GetCurrentHash(trailer);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], length);
        feed.SkipTrailer(trailer);
        checksum.Reset();
        length = 0;
    }

    /// <summary>
    /// Passes compressed bytes to the inflater in pieces and keeps the last piece: the inflater does not tell how much of it belonged to
    /// the member, but the member's trailer, known by then, marks the position.
    /// </summary>
    private sealed class Feed(Stream file) : ReadOnlyStream
    {
        private const byte HasChecksum = 2, HasExtra = 4, HasName = 8, HasComment = 16;

        private readonly byte[] buffer = new byte[1 << 16];
        private int start, end, lastStart;

        /// <summary>Whether the inflater asked for more bytes than there are.</summary>
        public bool Ended { get; private set; }

        public override int Read(Span<byte> target)
        {
            lastStart = start;
            if (start == end && !Refill(0))
            {
                Ended = true;
                return 0;
            }

            int count = Math.Min(target.Length, end - start);
            buffer.AsSpan(start, count).CopyTo(target);
            start += count;
            return count;
        }

        /// <returns>False if no further member begins here.</returns>
        public bool TrySkipHeader()
        {
            lastStart = start;
            if (!Have(2) || buffer[start] != 0x1F || buffer[start + 1] != 0x8B)
            {
                return false;
            }

            Need(10);
            var flags = buffer[start + 3];
            start += 10;
            if ((flags & HasExtra) != 0)
            {
                Need(2);
                int extra = buffer[start] | (buffer[start + 1] << 8);
                start += 2;
                for (; extra > 0; extra--)
                {
                    Next();
                }
            }

            for (int texts = ((flags & HasName) != 0 ? 1 : 0) + ((flags & HasComment) != 0 ? 1 : 0); texts > 0; texts--)
            {
                while (Next() != 0)
                {
                }
            }

            for (int rest = (flags & HasChecksum) != 0 ? 2 : 0; rest > 0; rest--)
            {
                Next();
            }

            lastStart = start;
            return true;
        }

        public void SkipTrailer(ReadOnlySpan<byte> trailer)
        {
            int back = start - lastStart;
            Have(trailer.Length);
            int at = buffer.AsSpan((start - back)..Math.Min(end, start + trailer.Length)).IndexOf(trailer);
            if (at < 0)
            {
                throw new InvalidDataException("the checksum at the end of its compressed data is missing or wrong");
            }

            start += at + trailer.Length - back;
        }

        private byte Next()
        {
            Need(1);
            lastStart = start + 1;
            return buffer[start++];
        }

        private void Need(int count)
        {
            if (!Have(count))
            {
                throw new EndOfStreamException("the file ends within its header");
            }
        }

        private bool Have(int count)
        {
            while (end - start < count)
            {
                if (!Refill(start - lastStart))
                {
                    return false;
                }
            }

            return true;
        }

        // Keeps what was not handed out, and `back` bytes before it.
        private bool Refill(int back)
        {
            buffer.AsSpan((start - back)..end).CopyTo(buffer);
            end -= start - back;
            start = back;
            lastStart = 0;
            int count = file.Read(buffer.AsSpan(end));
            end += count;
            return count > 0;
        }
    }
}
