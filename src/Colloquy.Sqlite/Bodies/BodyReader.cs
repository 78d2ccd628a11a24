using System.Buffers.Binary;
using System.Text;

namespace Colloquy.Sqlite.Bodies;

/// <summary>Reads what <see cref="BodyWriter"/> wrote. Reading past the end throws <see cref="InvalidDataException"/>.</summary>
internal ref struct BodyReader(ReadOnlySpan<byte> body, List<string> terms)
{
    private const double Millionth = 1e6;

    private readonly ReadOnlySpan<byte> body = body;
    private int position;
    private long lastTicks;

    public byte Byte() => Take(1)[0];

    public int Count() => checked((int)Varint());

    public ReadOnlySpan<byte> Bytes(int size) => Take(size);

    public string? Text() => Varint() is var tag && tag == Tag.Null ? null : Literal(tag);

    public string? Term(string? before = null)
    {
        var tag = Varint();
        switch (tag)
        {
            case Tag.Null:
                return null;
            case Tag.Same:
                return before;
            case >= Tag.FirstTerm:
                return terms[checked((int)(tag - Tag.FirstTerm))];
            default:
                var term = Literal(tag);
                terms.Add(term);
                return term;
        }
    }

    public long? Integer(long? before = null) => Byte() switch
    {
        Tag.Null => null,
        Tag.Same => before,
        Tag.Value => Signed(),
        _ => throw Damaged(),
    };

    public decimal? Decimal(decimal? before)
    {
        switch (Byte())
        {
            case Tag.Null:
                return null;
            case Tag.Same:
                return before;
            case Tag.Value:
                var shape = Byte();
                var low = Varint();
                var high = Varint();
                return new decimal((int)(uint)low, (int)(uint)(low >> 32), (int)(uint)high, (shape & 1) != 0, (byte)(shape >> 1));
            default:
                throw Damaged();
        }
    }

    public double? Double() => Byte() switch
    {
        Tag.Null => null,
        Tag.Millionths => Signed() / Millionth,
        Tag.Value => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double))),
        _ => throw Damaged(),
    };

    public float Single() => BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));

    public bool? Flag() => Byte() switch
    {
        Tag.Null => null,
        Tag.False => false,
        Tag.True => true,
        _ => throw Damaged(),
    };

    public DateTimeOffset? Time()
    {
        switch (Byte())
        {
            case Tag.Null:
                return null;
            case Tag.Seconds:
                lastTicks += Signed() * TimeSpan.TicksPerSecond;
                break;
            case Tag.Ticks:
                lastTicks += Signed();
                break;
            default:
                throw Damaged();
        }

        return new DateTimeOffset(lastTicks, TimeSpan.Zero);
    }

    private string Literal(ulong tag)
    {
        switch (tag)
        {
            case Tag.Uuid:
                return CanonicalUuid.Write(Take(CanonicalUuid.Size));
            case Tag.Utf8:
                return Encoding.UTF8.GetString(Take(Count()));
            case Tag.Utf16:
                var units = new char[Count()];
                for (var i = 0; i < units.Length; i++)
                {
                    units[i] = (char)BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));
                }

                return new string(units);
            default:
                throw Damaged();
        }
    }

    private long Signed()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Damaged();
    }

    private ReadOnlySpan<byte> Take(int size)
    {
        if ((uint)size > (uint)(body.Length - position))
        {
            throw Damaged();
        }

        var taken = body.Slice(position, size);
        position += size;
        return taken;
    }

    private static InvalidDataException Damaged() => new("The body does not follow its format.");
}
