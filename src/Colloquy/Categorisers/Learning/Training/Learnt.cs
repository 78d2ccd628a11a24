using Colloquy.Categorisers.Models;

namespace Colloquy.Categorisers.Learning.Training;

/// <summary>The weights learnt from a set of examples.</summary>
/// <param name="Linear">For each class one weight per feature, then the bias.</param>
/// <param name="Networks">Their scores are averaged; empty if the linear model does as well alone.</param>
internal sealed record Learnt(float[][] Linear, Network[] Networks)
{
    // Weight of the networks' log odds relative to the margins of the linear model. Values from a half to an eighth make little difference.
    private const float NetworksShare = 0.25f;

    /// <param name="features">Number of features.</param>
    /// <returns>
    /// A row per feature, with one number per class and then one per hidden unit; the biases of both; and the layer that the hidden units
    /// feed.
    /// </returns>
    public (float[] Rows, float[] Biases, HiddenLayer? Hidden) Join(int features)
    {
        var classes = Linear.Length;
        var columns = classes + Networks.Sum(n => n.InputBiases.Length);
        var (rows, biases, outputs) = (new float[features * columns], new float[columns], new float[(columns - classes) * classes]);
        for (var k = 0; k < classes; k++)
        {
            biases[k] = Linear[k][^1];
            for (var f = 0; f < features; f++)
            {
                rows[(f * columns) + k] = Linear[k][f];
            }
        }

        // Classes and units share the scale of an 8-bit row, so both should have the same magnitude.
        var scale = Networks.Length == 0
            ? 1
            : Largest(rows, columns) / Networks.Average(n => Largest(n.InputWeights, n.InputBiases.Length));
        var share = NetworksShare / Math.Max(1, Networks.Length);
        var at = classes;
        foreach (var network in Networks)
        {
            var units = network.InputBiases.Length;
            for (var f = 0; f < features; f++)
            {
                for (var u = 0; u < units; u++)
                {
                    rows[(f * columns) + at + u] = network.InputWeights[(f * units) + u] * scale;
                }
            }

            for (var u = 0; u < units; u++)
            {
                biases[at + u] = network.InputBiases[u] * scale;
                for (var k = 0; k < classes; k++)
                {
                    outputs[((at - classes + u) * classes) + k] = network.OutputWeights[(k * units) + u] * share / scale;
                }
            }

            for (var k = 0; k < classes; k++)
            {
                biases[k] += network.OutputBiases[k] * share;
            }

            at += units;
        }

        return (rows, biases, Networks.Length == 0 ? null : new HiddenLayer(outputs, classes));
    }

    /// <summary>The mean over the rows of the largest absolute weight; rows of zeros do not count.</summary>
    private static float Largest(float[] rows, int columns)
    {
        var (sum, count) = (0.0, 0);
        for (var at = 0; at < rows.Length; at += columns)
        {
            var most = 0f;
            foreach (var weight in rows.AsSpan(at, columns))
            {
                most = MathF.Max(most, MathF.Abs(weight));
            }

            sum += most;
            count += most > 0 ? 1 : 0;
        }

        return (float)(sum / Math.Max(1, count));
    }
}
