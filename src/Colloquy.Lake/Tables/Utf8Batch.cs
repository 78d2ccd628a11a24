using System.Buffers;
using System.Runtime.InteropServices;
using ParquetSharp;
using Encoding = System.Text.Encoding;

namespace Colloquy.Lake.Tables;

/// <summary>Texts of one column in one pooled buffer, as the native writer takes them.</summary>
internal sealed class Utf8Batch(int capacity) : IDisposable
{
    private readonly List<Range> ranges = new(capacity);
    private byte[] bytes = ArrayPool<byte>.Shared.Rent(Math.Max(1024, capacity * 32));
    private int length;

    public void Add(string text)
    {
        Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
        var start = length;
        length += Encoding.UTF8.GetBytes(text, bytes.AsSpan(start));
        ranges.Add(start..length);
    }

    public void Write(ColumnWriter writer, int levels, ReadOnlySpan<short> definition, ReadOnlySpan<short> repetition)
    {
        var pin = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        var values = ArrayPool<ByteArray>.Shared.Rent(ranges.Count);
        try
        {
            var start = pin.AddrOfPinnedObject();
            for (var i = 0; i < ranges.Count; i++)
            {
                values[i] = new ByteArray(start + ranges[i].Start.Value, ranges[i].End.Value - ranges[i].Start.Value);
            }

            ((ColumnWriter<ByteArray>)writer).WriteBatch(levels, definition, repetition, values.AsSpan(0, ranges.Count));
        }
        finally
        {
            pin.Free();
            ArrayPool<ByteArray>.Shared.Return(values);
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(bytes);

    private void Reserve(int more)
    {
        if (bytes.Length - length >= more)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(checked(Math.Max(bytes.Length * 2, length + more)));
        bytes.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = larger;
    }
}
