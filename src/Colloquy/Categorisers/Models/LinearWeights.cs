using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Colloquy.Categorisers.Models;

/// <summary>
/// The weights of a linear model in 8 bits: a row per feature with one number per class, and a scale per row. Units of a hidden layer count
/// as classes here.
/// </summary>
internal sealed class LinearWeights
{
    private const float Steps = 127f;

    // Hidden units have many weights, none of them zero. In 4 bits they compress to half the size, with the same scores on average.
    private const float CoarseSteps = 8f;

    // Classes whose sums are computed at a time; up to Narrow remaining ones are added up by single vectors.
    private const int Lanes = 8, Wide = 4 * Lanes, Widest = 2 * Wide, Narrow = 2 * Lanes;

    private readonly sbyte[] _rows;
    private readonly int _length;

    public LinearWeights(sbyte[] rows, float[] scales, float[] biases)
    {
        (_rows, _length, Scales, Biases) = (rows, rows.Length, scales, biases);

        // Padded, since whole vectors are read beyond the last row.
        Array.Resize(ref _rows, _length + Widest);
    }

    public ReadOnlySpan<sbyte> Rows => _rows.AsSpan(0, _length);

    public float[] Scales { get; }

    public float[] Biases { get; }

    public int Classes => Biases.Length;

    /// <summary>How many numbers <see cref="AddTo"/> writes.</summary>
    public int Room => Classes + Widest;

    /// <param name="rows">A row per feature with one number per class and then one per hidden unit.</param>
    /// <param name="units">Number of hidden units.</param>
    public static LinearWeights Quantise(float[] rows, float[] biases, int units)
    {
        var classes = biases.Length;
        var quantised = new sbyte[rows.Length];
        var scales = new float[rows.Length / classes];
        for (var f = 0; f < scales.Length; f++)
        {
            var row = rows.AsSpan(f * classes, classes);
            var most = 0f;
            foreach (var weight in row)
            {
                most = MathF.Max(most, MathF.Abs(weight));
            }

            scales[f] = most == 0 ? 1 : most / Steps;
            for (var k = 0; k < classes; k++)
            {
                var step = k < classes - units ? 1 : MathF.Floor(Steps / CoarseSteps);
                quantised[(f * classes) + k] = (sbyte)(MathF.Round(row[k] / (scales[f] * step)) * step);
            }
        }

        return new LinearWeights(quantised, scales, biases);
    }

    /// <summary>
    /// Adds multiples of rows to sums, feature by feature in their order, for as many classes at a time as fit into the processor's
    /// registers.
    /// </summary>
    /// <param name="terms">Features, and the factor of each row.</param>
    /// <param name="sums">One number per class, with space for <see cref="Room"/> numbers; those after the classes are meaningless.</param>
    public void AddTo(ReadOnlySpan<(int Feature, float Times)> terms, Span<float> sums)
    {
        var k = 0;
        for (; Avx512F.IsSupported && Classes - k > Wide; k += Widest)
        {
            SumWidest(terms, k, sums.Slice(k, Widest));
        }

        for (; Classes - k > Narrow; k += Wide)
        {
            SumWide(terms, k, sums.Slice(k, Wide));
        }

        for (; k < Classes; k += Lanes)
        {
            SumLanes(terms, k, sums.Slice(k, Lanes));
        }
    }

    private void SumWidest(ReadOnlySpan<(int Feature, float Times)> terms, int k, Span<float> sums)
    {
        ref var row = ref _rows[k];
        var (first, second) = (Vector512.Create<float>(sums), Vector512.Create<float>(sums[Narrow..]));
        var (third, fourth) = (Vector512.Create<float>(sums[(2 * Narrow)..]), Vector512.Create<float>(sums[(3 * Narrow)..]));
        foreach (var (feature, times) in terms)
        {
            var factor = Vector512.Create(times * Scales[feature]);
            var at = (nuint)(feature * Classes);
            first += Weights(ref row, at) * factor;
            second += Weights(ref row, at + Narrow) * factor;
            third += Weights(ref row, at + (2 * Narrow)) * factor;
            fourth += Weights(ref row, at + (3 * Narrow)) * factor;
        }

        first.CopyTo(sums);
        second.CopyTo(sums[Narrow..]);
        third.CopyTo(sums[(2 * Narrow)..]);
        fourth.CopyTo(sums[(3 * Narrow)..]);

        static Vector512<float> Weights(ref sbyte row, nuint at) =>
            Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(ref row, at)));
    }

    private void SumWide(ReadOnlySpan<(int Feature, float Times)> terms, int k, Span<float> sums)
    {
        ref var row = ref _rows[k];
        var (first, second) = (Vector256.Create<float>(sums), Vector256.Create<float>(sums[Lanes..]));
        var (third, fourth) = (Vector256.Create<float>(sums[(2 * Lanes)..]), Vector256.Create<float>(sums[(3 * Lanes)..]));
        foreach (var (feature, times) in terms)
        {
            var factor = Vector256.Create(times * Scales[feature]);
            var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref row, (nuint)(feature * Classes)));
            var (a, b) = Vector256.Widen(low);
            var (c, d) = Vector256.Widen(high);
            first += Vector256.ConvertToSingle(a) * factor;
            second += Vector256.ConvertToSingle(b) * factor;
            third += Vector256.ConvertToSingle(c) * factor;
            fourth += Vector256.ConvertToSingle(d) * factor;
        }

        first.CopyTo(sums);
        second.CopyTo(sums[Lanes..]);
        third.CopyTo(sums[(2 * Lanes)..]);
        fourth.CopyTo(sums[(3 * Lanes)..]);
    }

    private void SumLanes(ReadOnlySpan<(int Feature, float Times)> terms, int k, Span<float> sums)
    {
        ref var row = ref _rows[k];
        var sum = Vector256.Create<float>(sums);
        foreach (var (feature, times) in terms)
        {
            var (a, b) = Vector128.Widen(Vector128.WidenLower(Vector128.LoadUnsafe(ref row, (nuint)(feature * Classes))));
            sum += Vector256.ConvertToSingle(Vector256.Create(a, b)) * (times * Scales[feature]);
        }

        sum.CopyTo(sums);
    }
}
