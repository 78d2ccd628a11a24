using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Colloquy.Reports.Measuring;

/// <summary>Reads the format of <see cref="DayWriter"/>.</summary>
/// <param name="input">A whole day.</param>
/// <param name="dimension">The dimension to read in addition to the overall measures; null for all.</param>
internal ref struct DayReader(ReadOnlySpan<byte> input, string? dimension)
{
    private readonly SlicedMeasures measures = new();
    private ReadOnlySpan<byte> rest = input;
    private string[] strings = [];

    // Null for a cell that nobody wants. Its fields are read all the same, because they stand between those of the others.
    private Measures?[] cells = [];

    public SlicedMeasures ReadMeasures()
    {
        ReadStrings();
        Actor[] actors = new Actor[ReadNumber()];
        for (var i = 0; i < actors.Length; i++)
        {
            actors[i] = ReadActor();
        }

        ReadCells();
        foreach (var cell in cells)
        {
            var tokens = ReadKnown();
            cell?.TokensIn = tokens;
        }

        foreach (var cell in cells)
        {
            var tokens = ReadKnown();
            cell?.TokensOut = tokens;
        }

        foreach (var cell in cells)
        {
            ReadCost(cell);
        }

        foreach (var cell in cells)
        {
            ReadLatency(cell?.Latency);
        }

        for (var kind = 0; kind < LabelKind.All.Length; kind++)
        {
            foreach (var cell in cells)
            {
                ReadTallies(cell?.Labels[kind]);
            }
        }

        foreach (var cell in cells)
        {
            ReadHours(cell);
        }

        foreach (var cell in cells)
        {
            ReadActors(cell?.Actors, actors);
        }

        return measures;
    }

    /// <summary>Reads only the counters, which come first.</summary>
    public SlicedMeasures ReadCounters()
    {
        ReadStrings();
        for (var left = ReadNumber(); left > 0; left--)
        {
            SkipActor();
        }

        ReadCells();
        return measures;
    }

    private void ReadStrings()
    {
        strings = new string[ReadNumber()];
        for (var i = 0; i < strings.Length; i++)
        {
            strings[i] = ReadText();
        }
    }

    private void ReadCells()
    {
        cells = new Measures?[ReadNumber()];
        for (var i = 0; i < cells.Length; i++)
        {
            var name = strings[ReadNumber()];
            var value = ReadNumber();
            var key = new SliceKey(name, value == 0 ? null : strings[value - 1]);
            cells[i] = dimension is null || name == dimension || key == SliceKey.Overall ? measures[key] : null;
        }

        for (var counter = 0; counter < Measures.Counters; counter++)
        {
            foreach (var cell in cells)
            {
                var count = ReadNumber();
                if (cell is not null)
                {
                    cell[(Counter)counter] = count;
                }
            }
        }
    }

    private Actor ReadActor()
    {
        var flags = ReadByte();
        var kind = (ActorKind)(flags & ~DayWriter.UuidFlag);
        return (flags & DayWriter.UuidFlag) == 0
            ? new Actor(kind, ReadText())
            : new Actor(kind, new Guid(ReadBytes(16), bigEndian: true).ToString("D", CultureInfo.InvariantCulture));
    }

    private void SkipActor() => ReadBytes((ReadByte() & DayWriter.UuidFlag) == 0 ? (int)ReadNumber() : 16);

    private long? ReadKnown()
    {
        var known = ReadByte() != 0;
        var value = ReadNumber();
        return known ? value : null;
    }

    private void ReadCost(Measures? cell)
    {
        for (var left = ReadNumber(); left > 0; left--)
        {
            var currency = strings[ReadNumber()];
            var amount = ReadDecimal();
            cell?.AddCost(currency, amount);
        }
    }

    private void ReadLatency(LatencySketch? latency)
    {
        var left = ReadNumber();
        if (left == 0)
        {
            return;
        }

        var (min, max) = (ReadDouble(), ReadDouble());
        latency?.Extend(min, max);
        for (var bucket = 0; left > 0; left--)
        {
            bucket += (int)ReadNumber();
            var count = ReadNumber();
            latency?.Add(bucket, count);
        }
    }

    private void ReadTallies(Dictionary<string, long>? tallies)
    {
        for (var left = ReadNumber(); left > 0; left--)
        {
            var value = strings[ReadNumber()];
            var count = ReadNumber();
            tallies?.Add(value, count);
        }
    }

    private void ReadHours(Measures? cell)
    {
        for (var left = ReadNumber(); left > 0; left--)
        {
            var hour = ReadByte();
            var turns = ReadNumber();
            cell?.AddHour(hour, turns);
        }
    }

    private void ReadActors(HashSet<Actor>? found, Actor[] actors)
    {
        var left = ReadNumber();
        found?.EnsureCapacity((int)left);
        for (var index = 0L; left > 0; left--)
        {
            index += ReadNumber();
            found?.Add(actors[index]);
        }
    }

    private byte ReadByte()
    {
        var value = rest[0];
        rest = rest[1..];
        return value;
    }

    private ReadOnlySpan<byte> ReadBytes(int count)
    {
        var bytes = rest[..count];
        rest = rest[count..];
        return bytes;
    }

    // Seven bits a byte, the lowest first; the high bit says that more follow.
    private long ReadNumber()
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return (long)value;
            }
        }
    }

    private string ReadText() => Encoding.UTF8.GetString(ReadBytes((int)ReadNumber()));

    private double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(ReadBytes(sizeof(double)));

    private decimal ReadDecimal()
    {
        Span<int> parts = stackalloc int[4];
        foreach (ref var part in parts)
        {
            part = BinaryPrimitives.ReadInt32LittleEndian(ReadBytes(sizeof(int)));
        }

        return new decimal(parts);
    }
}
