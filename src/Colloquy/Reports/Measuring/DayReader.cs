using System.Globalization;

namespace Colloquy.Reports.Measuring;

/// <summary>Reads the format of <see cref="DayWriter"/>.</summary>
internal sealed class DayReader(Stream input) : BinaryReader(input)
{
    private string[] strings = [];
    private Actor[] actors = [];

    public SlicedMeasures ReadMeasures()
    {
        var measures = ReadCounters(out var cells);
        Array.ForEach(cells, cell => cell.TokensIn = ReadKnown());
        Array.ForEach(cells, cell => cell.TokensOut = ReadKnown());
        Array.ForEach(cells, ReadCost);
        Array.ForEach(cells, cell => ReadLatency(cell.Latency));
        for (var kind = 0; kind < LabelKind.All.Length; kind++)
        {
            Array.ForEach(cells, cell => ReadTallies(cell.Labels[kind]));
        }

        Array.ForEach(cells, ReadHours);
        Array.ForEach(cells, cell => ReadActors(cell.Actors));
        return measures;
    }

    /// <summary>Reads only the counters, which come first.</summary>
    public SlicedMeasures ReadCounters() => ReadCounters(out _);

    private SlicedMeasures ReadCounters(out Measures[] cells)
    {
        strings = ReadMany(ReadString);
        actors = ReadMany(ReadActor);
        var measures = new SlicedMeasures();
        var read = ReadMany(() => measures[ReadKey()]);
        for (var counter = 0; counter < Measures.Counters; counter++)
        {
            Array.ForEach(read, cell => cell[(Counter)counter] = ReadNumber());
        }

        cells = read;
        return measures;
    }

    private Actor ReadActor()
    {
        var flags = ReadByte();
        var kind = (ActorKind)(flags & ~DayWriter.UuidFlag);
        return (flags & DayWriter.UuidFlag) == 0
            ? new Actor(kind, ReadString())
            : new Actor(kind, new Guid(ReadBytes(16), bigEndian: true).ToString("D", CultureInfo.InvariantCulture));
    }

    private SliceKey ReadKey()
    {
        var dimension = strings[ReadNumber()];
        var value = ReadNumber();
        return new SliceKey(dimension, value == 0 ? null : strings[value - 1]);
    }

    private long? ReadKnown()
    {
        var known = ReadBoolean();
        var value = ReadNumber();
        return known ? value : null;
    }

    private void ReadCost(Measures cell)
    {
        for (var left = ReadNumber(); left > 0; left--)
        {
            cell.AddCost(strings[ReadNumber()], ReadDecimal());
        }
    }

    private void ReadLatency(LatencySketch latency)
    {
        var left = ReadNumber();
        if (left == 0)
        {
            return;
        }

        latency.Extend(ReadDouble(), ReadDouble());
        for (var bucket = 0; left > 0; left--)
        {
            bucket += (int)ReadNumber();
            latency.Add(bucket, ReadNumber());
        }
    }

    private void ReadTallies(Dictionary<string, long> tallies)
    {
        for (var left = ReadNumber(); left > 0; left--)
        {
            tallies.Add(strings[ReadNumber()], ReadNumber());
        }
    }

    private void ReadHours(Measures cell)
    {
        for (var left = ReadNumber(); left > 0; left--)
        {
            cell.AddHour(ReadByte(), ReadNumber());
        }
    }

    private void ReadActors(HashSet<Actor> found)
    {
        var index = 0L;
        for (var left = ReadNumber(); left > 0; left--)
        {
            index += ReadNumber();
            found.Add(actors[index]);
        }
    }

    private T[] ReadMany<T>(Func<T> read)
    {
        var many = new T[ReadNumber()];
        for (var i = 0; i < many.Length; i++)
        {
            many[i] = read();
        }

        return many;
    }

    private long ReadNumber() => Read7BitEncodedInt64();
}
