using System.Numerics;

namespace Colloquy.Categorisers.Learning.Models;

/// <summary>The weights of a linear model in 8 bits: of each feature a row with one number a class, and a scale. A unit of a hidden layer is a class here.</summary>
internal sealed class LinearWeights(sbyte[] rows, float[] scales, float[] biases)
{
    private const float Steps = 127f;

    // Weights of hidden units are many and none is zero: in 4 bits they pack to half the size, and average to the same scores.
    private const float CoarseSteps = 8f;

    public sbyte[] Rows { get; } = rows;

    public float[] Scales { get; } = scales;

    public float[] Biases { get; } = biases;

    public int Classes => Biases.Length;

    /// <param name="rows">A row a feature, one number a class, and then one a hidden unit.</param>
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

    /// <summary>Adds a multiple of a feature's row.</summary>
    public void Add(int feature, float times, Span<float> sums)
    {
        var row = Rows.AsSpan(feature * Classes, Classes);
        times *= Scales[feature];
        var k = 0;
        if (Vector.IsHardwareAccelerated)
        {
            var factor = new Vector<float>(times);
            var lanes = Vector<float>.Count;
            for (; k <= row.Length - Vector<sbyte>.Count; k += Vector<sbyte>.Count)
            {
                Vector.Widen(new Vector<sbyte>(row[k..]), out var low, out var high);
                Vector.Widen(low, out var first, out var second);
                Vector.Widen(high, out var third, out var fourth);
                AddTo(sums[k..], first);
                AddTo(sums[(k + lanes)..], second);
                AddTo(sums[(k + (2 * lanes))..], third);
                AddTo(sums[(k + (3 * lanes))..], fourth);
            }

            void AddTo(Span<float> target, Vector<int> values) =>
                (new Vector<float>(target) + (Vector.ConvertToSingle(values) * factor)).CopyTo(target);
        }

        for (; k < row.Length; k++)
        {
            sums[k] += times * row[k];
        }
    }
}
