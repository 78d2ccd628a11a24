using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Colloquy.Categorisers.Learning.Models;

/// <summary>The weights of a linear model in 8 bits: of each feature a row with one number a class, and a scale.</summary>
internal sealed class LinearWeights
{
    private const float Steps = 127f;

    // Classes whose sums are kept at a time, and what may be read behind the last row.
    private const int Block = 32;

    private readonly sbyte[] _rows;
    private readonly int _length;

    public LinearWeights(sbyte[] rows, float[] scales, float[] biases)
    {
        (_rows, _length, Scales, Biases) = (rows, rows.Length, scales, biases);
        Array.Resize(ref _rows, _length + Block);
    }

    public ReadOnlySpan<sbyte> Rows => _rows.AsSpan(0, _length);

    public float[] Scales { get; }

    public float[] Biases { get; }

    public int Classes => Biases.Length;

    /// <summary>Numbers that <see cref="Sum"/> writes.</summary>
    public int Room => (Classes + Block - 1) / Block * Block;

    /// <param name="rows">A row a feature, one number a class.</param>
    public static LinearWeights Quantise(float[] rows, float[] biases)
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
                quantised[(f * classes) + k] = (sbyte)MathF.Round(row[k] / scales[f]);
            }
        }

        return new LinearWeights(quantised, scales, biases);
    }

    /// <summary>Adds up multiples of rows, feature by feature in their order, for some classes at a time that stay in the processor's registers.</summary>
    /// <param name="terms">Features and how many times each is added.</param>
    /// <param name="sums">Gets one number a class; room for <see cref="Room"/>, of which those behind the classes are without meaning.</param>
    public void Sum(ReadOnlySpan<(int Feature, float Times)> terms, Span<float> sums)
    {
        ref var rows = ref MemoryMarshal.GetArrayDataReference(_rows);
        for (var k = 0; k < Classes; k += Block)
        {
            var (first, second, third, fourth) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
            foreach (var (feature, times) in terms)
            {
                var factor = Vector256.Create(times * Scales[feature]);
                var bytes = Vector256.LoadUnsafe(ref rows, (nuint)((feature * Classes) + k));
                var (low, high) = Vector256.Widen(bytes);
                var (a, b) = Vector256.Widen(low);
                var (c, d) = Vector256.Widen(high);
                first += Vector256.ConvertToSingle(a) * factor;
                second += Vector256.ConvertToSingle(b) * factor;
                third += Vector256.ConvertToSingle(c) * factor;
                fourth += Vector256.ConvertToSingle(d) * factor;
            }

            var target = sums.Slice(k, Block);
            first.CopyTo(target);
            second.CopyTo(target[8..]);
            third.CopyTo(target[16..]);
            fourth.CopyTo(target[24..]);
        }
    }
}
