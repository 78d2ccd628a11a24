using System.Buffers;

namespace Colloquy.Sources.Rows;

/// <summary>The bytes of one page, rented and growing. Rows of the page are slices of it, so it is given back when the page has been used.</summary>
internal sealed class PageBuffer(int size) : IBufferWriter<byte>
{
    private byte[] bytes = ArrayPool<byte>.Shared.Rent(size);

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Slice(int start, int length) => bytes.AsMemory(start, length);

    public ReadOnlySpan<byte> From(int start) => bytes.AsSpan(start..Length);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(Math.Max(1, sizeHint));
        return bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Append(ReadOnlySpan<byte> more)
    {
        more.CopyTo(GetSpan(more.Length));
        Length += more.Length;
    }

    public void Truncate(int length) => Length = length;

    public void Return()
    {
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
    }

    private void Grow(int free)
    {
        if (bytes.Length - Length >= free)
        {
            return;
        }

        var wider = ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length * 2, Length + free));
        bytes.AsSpan(0, Length).CopyTo(wider);
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = wider;
    }
}
