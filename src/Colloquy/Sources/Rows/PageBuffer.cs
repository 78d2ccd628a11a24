using System.Buffers;

namespace Colloquy.Sources.Rows;

/// <summary>
/// A pooled, growing buffer for the bytes of one page. Rows are slices of it, so it must be returned only after the page has been used.
/// </summary>
internal sealed class PageBuffer(int size) : IBufferWriter<byte>
{
    // Larger arrays are rare, and the pool would keep them; each pool size is twice the one before.
    private const int LargestPooled = 32 << 20;

    private byte[] bytes = Rent(size);

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
        GiveBack(bytes);
        bytes = [];
    }

    private static byte[] Rent(int size) =>
        size <= LargestPooled ? ArrayPool<byte>.Shared.Rent(size) : GC.AllocateUninitializedArray<byte>(size);

    private static void GiveBack(byte[] rented)
    {
        if (rented.Length is > 0 and <= LargestPooled)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void Grow(int free)
    {
        if (bytes.Length - Length >= free)
        {
            return;
        }

        var wider = Rent(Math.Max(bytes.Length + Math.Min(bytes.Length, LargestPooled), checked(Length + free)));
        bytes.AsSpan(0, Length).CopyTo(wider);
        GiveBack(bytes);
        bytes = wider;
    }
}
