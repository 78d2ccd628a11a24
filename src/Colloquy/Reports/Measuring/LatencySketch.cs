namespace Colloquy.Reports.Measuring;

/// <summary>
/// Latencies in buckets, 64 to each power of two, for quantiles by nearest rank within 0.8 % of the exact value. Merging is exact: the same
/// latencies give the same sketch, however they were split. No logarithm is taken, so every machine gives the same buckets.
/// </summary>
internal sealed class LatencySketch
{
    private const int BitsPerOctave = 6;
    private const int Shift = 52 - BitsPerOctave;

    /// <summary>Seconds; what is quicker (a thousandth of a millisecond) shares bucket 0 and counts as zero.</summary>
    private const double Smallest = 1.0 / (1 << 20);

    private static readonly int Origin = (int)(BitConverter.DoubleToInt64Bits(Smallest) >> Shift) - 1;

    private readonly Dictionary<int, long> buckets = [];

    public long Count { get; private set; }

    /// <summary>Exact; meaningless while <see cref="Count"/> is 0.</summary>
    public double Min { get; private set; } = double.PositiveInfinity;

    /// <inheritdoc cref="Min"/>
    public double Max { get; private set; } = double.NegativeInfinity;

    /// <summary>Buckets that hold something, ascending.</summary>
    public IEnumerable<KeyValuePair<int, long>> Buckets => buckets.OrderBy(b => b.Key);

    /// <summary>A latency that is negative or not finite is no latency and is not counted.</summary>
    public void Add(double seconds)
    {
        if (double.IsFinite(seconds) && seconds >= 0)
        {
            Add(BucketOf(seconds), 1);
            Extend(seconds, seconds);
        }
    }

    public void Merge(LatencySketch other)
    {
        foreach (var (bucket, count) in other.buckets)
        {
            Add(bucket, count);
        }

        Extend(other.Min, other.Max);
    }

    /// <summary>Takes a bucket back from storage; <see cref="Extend"/> brings the bounds.</summary>
    public void Add(int bucket, long count)
    {
        buckets[bucket] = buckets.GetValueOrDefault(bucket) + count;
        Count += count;
    }

    public void Extend(double min, double max)
    {
        Min = Math.Min(Min, min);
        Max = Math.Max(Max, max);
    }

    /// <summary>The ⌈percent/100 × count⌉-th smallest latency; null when there are none.</summary>
    public double? Quantile(int percent)
    {
        if (Count == 0)
        {
            return null;
        }

        var rank = Math.Max(1, ((Count * percent) + 99) / 100);
        if (rank == Count)
        {
            return Max;
        }

        long seen = 0;
        foreach (var (bucket, count) in Buckets)
        {
            seen += count;
            if (seen >= rank)
            {
                return Math.Clamp(MiddleOf(bucket), Min, Max);
            }
        }

        return Max;
    }

    private static int BucketOf(double seconds) =>
        seconds < Smallest ? 0 : (int)(BitConverter.DoubleToInt64Bits(seconds) >> Shift) - Origin;

    private static double MiddleOf(int bucket) =>
        bucket == 0 ? 0 : BitConverter.Int64BitsToDouble(((long)(bucket + Origin) << Shift) | (1L << (Shift - 1)));
}
