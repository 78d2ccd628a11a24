using System.Globalization;

namespace Colloquy.Reports.Measuring;

/// <summary>Writes the measures of a day. The order of the calls here and in <see cref="DayReader"/> is the format.</summary>
internal sealed class DayWriter(Stream output) : BinaryWriter(output)
{
    /// <summary>Precedes an actor whose id is a UUID in canonical spelling, stored in 16 bytes.</summary>
    public const byte UuidFlag = 2;

    private readonly Dictionary<string, int> strings = new(StringComparer.Ordinal);
    private readonly Dictionary<Actor, int> actors = [];

    public void WriteMeasures(SlicedMeasures measures)
    {
        var cells = measures.Cells.OrderBy(c => c.Key).ToList();
        WriteStrings(cells);
        WriteActors(measures.Overall.Actors);
        WriteNumber(cells.Count);
        cells.ForEach(cell => WriteKey(cell.Key));
        for (var counter = 0; counter < Measures.Counters; counter++)
        {
            cells.ForEach(cell => WriteNumber(cell.Value[(Counter)counter]));
        }

        cells.ForEach(cell => WriteKnown(cell.Value.TokensIn));
        cells.ForEach(cell => WriteKnown(cell.Value.TokensOut));
        cells.ForEach(cell => WriteCost(cell.Value.CostByCurrency()));
        cells.ForEach(cell => WriteLatency(cell.Value.Latency));
        for (var kind = 0; kind < LabelKind.All.Length; kind++)
        {
            cells.ForEach(cell => WriteTallies(cell.Value.Labels[kind]));
        }

        cells.ForEach(cell => WriteHours(cell.Value.Hours));
        cells.ForEach(cell => WriteIndexes(cell.Value.Actors.Select(a => actors[a])));
    }

    private void WriteStrings(List<KeyValuePair<SliceKey, Measures>> cells)
    {
        var all = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (key, cell) in cells)
        {
            all.Add(key.Dimension);
            all.UnionWith(key.Value is null ? [] : [key.Value]);
            all.UnionWith(cell.Cost.Keys);
            all.UnionWith(cell.Labels.SelectMany(l => l.Keys));
        }

        WriteNumber(all.Count);
        foreach (var text in all)
        {
            strings[text] = strings.Count;
            Write(text);
        }
    }

    private void WriteActors(HashSet<Actor> all)
    {
        WriteNumber(all.Count);
        foreach (var actor in all.Order())
        {
            actors[actor] = actors.Count;
            var uuid = Guid.TryParseExact(actor.Id, "D", out var id) && id.ToString("D", CultureInfo.InvariantCulture) == actor.Id;
            Write((byte)((byte)actor.Kind | (uuid ? UuidFlag : 0)));
            if (uuid)
            {
                Write(id.ToByteArray(bigEndian: true));
            }
            else
            {
                Write(actor.Id);
            }
        }
    }

    private void WriteKey(SliceKey key)
    {
        WriteNumber(strings[key.Dimension]);
        WriteNumber(key.Value is null ? 0 : strings[key.Value] + 1);
    }

    private void WriteKnown(long? value)
    {
        Write(value is not null);
        WriteNumber(value ?? 0);
    }

    private void WriteCost(ImmutableArray<Money> cost)
    {
        WriteNumber(cost.Length);
        foreach (var (currency, amount) in cost)
        {
            WriteNumber(strings[currency]);
            Write(amount);
        }
    }

    private void WriteLatency(LatencySketch latency)
    {
        var buckets = latency.Buckets.ToList();
        WriteNumber(buckets.Count);
        if (buckets.Count == 0)
        {
            return;
        }

        Write(latency.Min);
        Write(latency.Max);
        var last = 0;
        foreach (var (bucket, count) in buckets)
        {
            WriteNumber(bucket - last);
            WriteNumber(count);
            last = bucket;
        }
    }

    private void WriteTallies(Dictionary<string, long> tallies)
    {
        WriteNumber(tallies.Count);
        foreach (var (value, count) in tallies.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            WriteNumber(strings[value]);
            WriteNumber(count);
        }
    }

    private void WriteHours(ReadOnlySpan<long> hours)
    {
        var used = 0;
        foreach (var turns in hours)
        {
            used += turns == 0 ? 0 : 1;
        }

        WriteNumber(used);
        for (var hour = 0; hour < hours.Length; hour++)
        {
            if (hours[hour] != 0)
            {
                Write((byte)hour);
                WriteNumber(hours[hour]);
            }
        }
    }

    private void WriteIndexes(IEnumerable<int> indexes)
    {
        var sorted = indexes.Order().ToList();
        WriteNumber(sorted.Count);
        var last = 0;
        foreach (var index in sorted)
        {
            WriteNumber(index - last);
            last = index;
        }
    }

    private void WriteNumber(long value) => Write7BitEncodedInt64(value);
}
