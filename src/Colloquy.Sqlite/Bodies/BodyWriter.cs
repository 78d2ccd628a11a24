using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Colloquy.Sqlite.Bodies;

/// <summary>
/// Writes values compactly, one after another; <see cref="BodyReader"/> reads them in the same order. Repeated texts are written once
/// and then referenced; a value equal to that of the previous row takes one byte. A writer is reused for many bodies, by one thread.
/// </summary>
internal sealed class BodyWriter
{
    private const int MaxVarint = 10;
    private const int FirstSize = 16_384;

    // Larger buffers are not kept for other bodies. For longer texts, the exact size is computed before space is reserved.
    private const int LargestKept = 4 << 20;
    private const int LongText = 1 << 20;
    private const double Millionth = 1e6;

    private readonly Dictionary<string, int> terms = new(StringComparer.Ordinal);
    private byte[] buffer = new byte[FirstSize];
    private int length;
    private long lastTicks;

    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, length);

    /// <summary>Begins a new body. A large buffer is released.</summary>
    public void Clear()
    {
        terms.Clear();
        buffer = buffer.Length > LargestKept ? new byte[FirstSize] : buffer;
        length = 0;
        lastTicks = 0;
    }

    public void Byte(byte value)
    {
        Reserve(1);
        buffer[length++] = value;
    }

    public void Count(long value) => Varint((ulong)value);

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Reserve(value.Length);
        value.CopyTo(buffer.AsSpan(length));
        length += value.Length;
    }

    /// <summary>A text that hardly ever occurs twice in a body.</summary>
    public void Text(string? value)
    {
        if (value is null)
        {
            Byte(Tag.Null);
        }
        else
        {
            Literal(value);
        }
    }

    /// <summary>A text that may occur several times in a body.</summary>
    public void Term(string? value, string? before = null)
    {
        if (value is null)
        {
            Byte(Tag.Null);
        }
        else if (value == before)
        {
            Byte(Tag.Same);
        }
        else if (terms.TryGetValue(value, out var index))
        {
            Varint((ulong)(Tag.FirstTerm + index));
        }
        else
        {
            terms.Add(value, terms.Count);
            Literal(value);
        }
    }

    public void Integer(long? value, long? before = null)
    {
        if (Begin(value, before))
        {
            Signed(value!.Value);
        }
    }

    public void Decimal(decimal? value, decimal? before)
    {
        if (!Begin(value, before))
        {
            return;
        }

        var canonical = value!.Value == 0 ? 0 : value.Value / 1.0000000000000000000000000000m;
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(canonical, parts);
        Byte((byte)((canonical.Scale << 1) | (canonical < 0 ? 1 : 0)));
        Varint((uint)parts[0] | ((ulong)(uint)parts[1] << 32));
        Varint((uint)parts[2]);
    }

    public void Double(double? value)
    {
        if (value is not { } number)
        {
            Byte(Tag.Null);
            return;
        }

        var scaled = Math.Round(number * Millionth);
        if (Math.Abs(scaled) < 1L << 53 && scaled / Millionth == number)
        {
            Byte(Tag.Millionths);
            Signed((long)scaled);
        }
        else
        {
            Byte(Tag.Value);
            Reserve(sizeof(double));
            BinaryPrimitives.WriteDoubleLittleEndian(buffer.AsSpan(length), number);
            length += sizeof(double);
        }
    }

    public void Single(float value)
    {
        Reserve(sizeof(float));
        BinaryPrimitives.WriteSingleLittleEndian(buffer.AsSpan(length), value);
        length += sizeof(float);
    }

    public void Flag(bool? value) => Byte(value switch { null => Tag.Null, false => Tag.False, true => Tag.True });

    public void Time(DateTimeOffset? value)
    {
        if (value is not { } time)
        {
            Byte(Tag.Null);
            return;
        }

        var difference = time.UtcTicks - lastTicks;
        lastTicks = time.UtcTicks;
        var (seconds, rest) = Math.DivRem(difference, TimeSpan.TicksPerSecond);
        Byte(rest == 0 ? Tag.Seconds : Tag.Ticks);
        Signed(rest == 0 ? seconds : difference);
    }

    private bool Begin<T>(T? value, T? before)
        where T : struct
    {
        var tag = value is null ? Tag.Null : EqualityComparer<T?>.Default.Equals(value, before) ? Tag.Same : Tag.Value;
        Byte(tag);
        return tag == Tag.Value;
    }

    private void Literal(string value)
    {
        Reserve(1 + MaxVarint + (value.Length < LongText ? value.Length * 3 : Encoding.UTF8.GetByteCount(value)));
        if (value.Length == 36 && CanonicalUuid.TryRead(value, buffer.AsSpan(length + 1)))
        {
            buffer[length] = Tag.Uuid;
            length += 1 + CanonicalUuid.Size;
            return;
        }

        var start = length + 1 + MaxVarint;
        if (Utf8.FromUtf16(value, buffer.AsSpan(start), out _, out var size, replaceInvalidSequences: false) == OperationStatus.Done)
        {
            Byte(Tag.Utf8);
            Varint((ulong)size);
            buffer.AsSpan(start, size).CopyTo(buffer.AsSpan(length));
            length += size;
        }
        else
        {
            Byte(Tag.Utf16);
            Varint((ulong)value.Length);
            Reserve(checked(value.Length * sizeof(ushort)));
            foreach (var unit in value)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(buffer.AsSpan(length), unit);
                length += sizeof(ushort);
            }
        }
    }

    private void Signed(long value) => Varint((ulong)((value << 1) ^ (value >> 63)));

    private void Varint(ulong value)
    {
        Reserve(MaxVarint);
        while (value >= 0x80)
        {
            buffer[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        buffer[length++] = (byte)value;
    }

    private void Reserve(int size)
    {
        if (buffer.Length - length < size)
        {
            Array.Resize(ref buffer, Math.Max(buffer.Length + Math.Min(buffer.Length, LargestKept), checked(length + size)));
        }
    }
}
