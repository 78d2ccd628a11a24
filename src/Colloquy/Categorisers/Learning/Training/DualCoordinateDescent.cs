namespace Colloquy.Categorisers.Learning.Training;

/// <summary>
/// Trains a linear support vector machine with squared hinge loss for one class against all others, by dual coordinate descent (Hsieh et
/// al., 2008). The classes are trained independently, so the number of threads does not change the weights.
/// </summary>
internal static class DualCoordinateDescent
{
    private const int MostPasses = 40;
    private const double Tolerance = 0.1;

    /// <param name="positive">Whether each row is of the class.</param>
    /// <param name="cost">The cost of an error relative to the size of the weights.</param>
    /// <returns>One weight per column, then the bias.</returns>
    public static float[] Train(SparseRows rows, ReadOnlySpan<bool> positive, float cost, ulong seed)
    {
        var n = rows.Count;
        var weights = new float[rows.Width + 1];
        var alpha = new float[n];
        var diagonal = new float[n];
        var order = new int[n];
        var half = 0.5f / cost;
        for (var i = 0; i < n; i++)
        {
            var squares = 1f;
            foreach (var value in rows.ValuesOf(i))
            {
                squares += value * value;
            }

            diagonal[i] = squares + half;
            order[i] = i;
        }

        var active = n;
        var (high, low) = (float.PositiveInfinity, float.NegativeInfinity);
        for (var pass = 0; pass < MostPasses; pass++)
        {
            var (nextHigh, nextLow) = (float.NegativeInfinity, float.PositiveInfinity);
            for (var i = 0; i < active; i++)
            {
                seed = (seed * 6364136223846793005) + 1442695040888963407;
                var j = i + (int)(((seed >> 33) * (ulong)(active - i)) >> 31);
                (order[i], order[j]) = (order[j], order[i]);
            }

            for (var s = 0; s < active; s++)
            {
                var i = order[s];
                var sign = positive[i] ? 1f : -1f;
                var columns = rows.ColumnsOf(i);
                var values = rows.ValuesOf(i);
                var score = weights[^1];
                for (var k = 0; k < columns.Length; k++)
                {
                    score += weights[columns[k]] * values[k];
                }

                var gradient = (sign * score) - 1f + (alpha[i] * half);
                var projected = gradient;
                if (alpha[i] == 0)
                {
                    if (gradient > high)
                    {
                        active--;
                        (order[s], order[active]) = (order[active], order[s]);
                        s--;
                        continue;
                    }

                    projected = MathF.Min(gradient, 0);
                }

                nextHigh = MathF.Max(nextHigh, projected);
                nextLow = MathF.Min(nextLow, projected);
                if (MathF.Abs(projected) > 1e-7f)
                {
                    var before = alpha[i];
                    alpha[i] = MathF.Max(before - (gradient / diagonal[i]), 0);
                    var step = (alpha[i] - before) * sign;
                    for (var k = 0; k < columns.Length; k++)
                    {
                        weights[columns[k]] += step * values[k];
                    }

                    weights[^1] += step;
                }
            }

            if (nextHigh - nextLow <= Tolerance)
            {
                if (active == n)
                {
                    break;
                }

                active = n;
                (high, low) = (float.PositiveInfinity, float.NegativeInfinity);
                continue;
            }

            high = nextHigh <= 0 ? float.PositiveInfinity : nextHigh;
        }

        return weights;
    }
}
