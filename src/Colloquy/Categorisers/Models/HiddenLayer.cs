using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Colloquy.Categorisers.Models;

/// <summary>
/// The scores that a small network adds to those of a linear model. Its hidden units read the same features, so their input weights are
/// stored in <see cref="LinearWeights"/> after those of the classes, as if they were classes too.
/// </summary>
internal sealed class HiddenLayer
{
    // Classes whose sums are held in the processor's registers at a time.
    private const int Lanes = 8, Block = 4 * Lanes;
    private const int MostOnStack = 512;

    // Rows padded to whole blocks.
    private readonly float[] _blocks;
    private readonly int _stride;

    /// <param name="rows">A row per hidden unit with one number per class.</param>
    public HiddenLayer(float[] rows, int classes)
    {
        (Rows, Units) = (rows, rows.Length / classes);
        _stride = (classes + Block - 1) / Block * Block;
        _blocks = new float[Units * _stride];
        for (var unit = 0; unit < Units; unit++)
        {
            rows.AsSpan(unit * classes, classes).CopyTo(_blocks.AsSpan(unit * _stride));
        }
    }

    public float[] Rows { get; }

    public int Units { get; }

    /// <summary>Adds the row of each unit with a positive input, multiplied by the input.</summary>
    public void AddTo(Span<float> scores, ReadOnlySpan<float> inputs)
    {
        Span<int> positive = Units <= MostOnStack ? stackalloc int[Units] : new int[Units];
        var count = 0;
        for (var unit = 0; unit < Units; unit++)
        {
            positive[count] = unit;
            count += inputs[unit] > 0 ? 1 : 0;
        }

        Span<float> sums = stackalloc float[Block];
        for (var k = 0; k < scores.Length; k += Block)
        {
            Sum(positive[..count], inputs, k, sums);
            Add(sums[..Math.Min(Block, scores.Length - k)], 1, scores[k..]);
        }
    }

    /// <summary>Adds a multiple of a vector to another.</summary>
    public static void Add(ReadOnlySpan<float> vector, float times, Span<float> sums)
    {
        var from = MemoryMarshal.Cast<float, Vector<float>>(vector);
        var to = MemoryMarshal.Cast<float, Vector<float>>(sums);
        for (var i = 0; i < from.Length; i++)
        {
            to[i] += from[i] * times;
        }

        for (var i = from.Length * Vector<float>.Count; i < vector.Length; i++)
        {
            sums[i] += vector[i] * times;
        }
    }

    private void Sum(ReadOnlySpan<int> units, ReadOnlySpan<float> inputs, int k, Span<float> sums)
    {
        var (first, second, third, fourth) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        foreach (var unit in units)
        {
            var input = inputs[unit];
            ref var row = ref _blocks[(unit * _stride) + k];
            first += Vector256.LoadUnsafe(ref row) * input;
            second += Vector256.LoadUnsafe(ref row, Lanes) * input;
            third += Vector256.LoadUnsafe(ref row, 2 * Lanes) * input;
            fourth += Vector256.LoadUnsafe(ref row, 3 * Lanes) * input;
        }

        first.CopyTo(sums);
        second.CopyTo(sums[Lanes..]);
        third.CopyTo(sums[(2 * Lanes)..]);
        fourth.CopyTo(sums[(3 * Lanes)..]);
    }
}
