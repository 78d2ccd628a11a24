namespace Colloquy.Reports.Measuring;

/// <summary>
/// A histogram of latencies with 64 buckets per power of two, for nearest-rank quantiles within 0.8 % of the exact value. Merging is exact:
/// the same latencies give the same sketch, however they were split. No logarithms are used, so every machine gives the same buckets.
/// </summary>
internal sealed class LatencySketch
{
    private const int BitsPerOctave = 6;
    private const int Shift = 52 - BitsPerOctave;

    /// <summary>Seconds. Shorter latencies (a thousandth of a millisecond) share bucket 0 and count as zero.</summary>
    private const double Smallest = 1.0 / (1 << 20);

    private static readonly int Origin = (int)(BitConverter.DoubleToInt64Bits(Smallest) >> Shift) - 1;

    private readonly Dictionary<int, long> buckets = [];

    public long Count { get; private set; }

    /// <summary>The exact minimum; undefined if <see cref="Count"/> is 0.</summary>
    public double Min { get; private set; } = double.PositiveInfinity;

    /// <summary>The exact maximum; undefined if <see cref="Count"/> is 0.</summary>
    public double Max { get; private set; } = double.NegativeInfinity;

    /// <summary>Non-empty buckets, ascending.</summary>
    public IEnumerable<KeyValuePair<int, long>> Buckets => buckets.OrderBy(b => b.Key);

    /// <summary>Adds a latency. Negative and non-finite values are ignored.</summary>
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

    /// <summary>Adds a bucket from storage; <see cref="Extend"/> restores minimum and maximum.</summary>
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

    /// <summary>The ⌈percent/100 × count⌉-th smallest latency; null if there are none.</summary>
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
