using System.Buffers;
using System.Runtime.InteropServices;
using ParquetSharp;
using Encoding = System.Text.Encoding;

namespace Colloquy.Lake.Tables;

/// <summary>Texts of one column in one pooled buffer, as the native writer requires.</summary>
internal sealed class Utf8Batch(int capacity) : IDisposable
{
    // Enough for all rows of nearly every day, and small compared to a day that has more.
    private const int Full = 64 << 20;

    // A text this long is measured exactly before space is reserved.
    private const int LongText = 1 << 20;

    private readonly List<(int Start, int Length)> places = new(capacity);
    private byte[] bytes = ArrayPool<byte>.Shared.Rent(Math.Max(1024, capacity * 32));
    private string? last;
    private int length;

    /// <summary>Whether the content should be written before more is added.</summary>
    public bool IsFull => length >= Full;

    public void Clear()
    {
        places.Clear();
        length = 0;
        last = null;
    }

    public void Add(string text)
    {
        // Rows of one conversation share their texts, so the text is already in the buffer.
        if (ReferenceEquals(text, last))
        {
            places.Add(places[^1]);
            return;
        }

        Reserve(text.Length < LongText ? Encoding.UTF8.GetMaxByteCount(text.Length) : Encoding.UTF8.GetByteCount(text));
        var written = Encoding.UTF8.GetBytes(text, bytes.AsSpan(length));
        places.Add((length, written));
        length += written;
        last = text;
    }

    public void Write(ColumnWriter writer, int levels, ReadOnlySpan<short> definition, ReadOnlySpan<short> repetition)
    {
        var pin = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        var values = ArrayPool<ByteArray>.Shared.Rent(places.Count);
        try
        {
            var start = pin.AddrOfPinnedObject();
            for (var i = 0; i < places.Count; i++)
            {
                values[i] = new ByteArray(start + places[i].Start, places[i].Length);
            }

            ((ColumnWriter<ByteArray>)writer).WriteBatch(levels, definition, repetition, values.AsSpan(0, places.Count));
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
