using System.Numerics;
using System.Runtime.InteropServices;

namespace Colloquy.Categorisers.Learning.Models;

/// <summary>
/// What a small network adds to the scores of a linear model. Its hidden units read the same features, so their weights stand behind those of the classes in
/// <see cref="LinearWeights"/>, as if they were classes too.
/// </summary>
/// <param name="rows">Of each hidden unit a row, one number a class.</param>
internal sealed class HiddenLayer(float[] rows, int classes)
{
    public float[] Rows { get; } = rows;

    public int Units { get; } = rows.Length / classes;

    /// <summary>Adds the row of each unit whose input is positive, times the input.</summary>
    public void AddTo(Span<float> scores, ReadOnlySpan<float> inputs)
    {
        for (var unit = 0; unit < Units; unit++)
        {
            if (inputs[unit] > 0)
            {
                Add(Rows.AsSpan(unit * scores.Length, scores.Length), inputs[unit], scores);
            }
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
}
