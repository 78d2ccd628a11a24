using Colloquy.Categorisers.Models;

namespace Colloquy.Categorisers.Learning.Training;

/// <summary>Decides, on texts that a model has not seen, how its scores become probabilities and when it abstains.</summary>
internal static class Calibrator
{
    /// <summary>The share of right answers that may be lost by abstaining.</summary>
    private const double MostLost = 0.01;

    /// <summary>The share of held-out texts that counts as unfamiliar.</summary>
    private const double StrangeShare = 0.04;

    public static Calibration Fit(TextModel model, List<Example> held, CancellationToken cancellationToken = default)
    {
        var classes = model.Labels.Length;
        var scores = new float[held.Count * classes];
        var familiar = new List<float>(held.Count);
        var memory = new ModelMemory();
        for (var i = 0; i < held.Count; i++)
        {
            memory.Units.Clear();
            memory.Units.Add(held[i].Text, model.Manifest.Features, cancellationToken);
            var own = scores.AsSpan(i * classes, classes);
            familiar.Add(model.Score(memory, own, held[i].Language, cancellationToken));
        }

        bool[] right = [.. held.SelectMany(e => model.Labels.Select(l => e.Labels.Contains(l)))];
        familiar.Sort();
        var strange = familiar[(int)(StrangeShare * familiar.Count)];
        if (model.Manifest.Several)
        {
            var (slope, offset) = Logistic(scores, right);
            return new Calibration(slope, offset, BestThreshold(scores, right, slope, offset), strange);
        }

        var temperature = Temperature(scores, right, classes);
        return new Calibration(temperature, 0, SilenceThreshold(model, scores, right, classes, temperature), strange);
    }

    /// <summary>The slope with the least log loss, by a golden-section search on its logarithm.</summary>
    private static float Temperature(float[] scores, bool[] right, int classes)
    {
        var (low, high) = (Math.Log(0.1), Math.Log(100));
        var ratio = (Math.Sqrt(5) - 1) / 2;
        for (var i = 0; i < 40; i++)
        {
            var (left, next) = (high - (ratio * (high - low)), low + (ratio * (high - low)));
            if (Loss(Math.Exp(left)) < Loss(Math.Exp(next)))
            {
                high = next;
            }
            else
            {
                low = left;
            }
        }

        return (float)Math.Exp((low + high) / 2);

        double Loss(double slope)
        {
            var loss = 0.0;
            for (var i = 0; i < scores.Length; i += classes)
            {
                var most = double.NegativeInfinity;
                for (var k = 0; k < classes; k++)
                {
                    most = Math.Max(most, scores[i + k]);
                }

                var (sum, own) = (0.0, 0.0);
                for (var k = 0; k < classes; k++)
                {
                    var e = Math.Exp(slope * (scores[i + k] - most));
                    sum += e;
                    own += right[i + k] ? e : 0;
                }

                loss -= Math.Log(Math.Max(own / sum, 1e-9));
            }

            return loss;
        }
    }

    // The highest threshold that loses no more than the given share of the right answers.
    private static float SilenceThreshold(TextModel model, float[] scores, bool[] right, int classes, float slope)
    {
        var probabilities = new List<float>();
        for (var i = 0; i < scores.Length; i += classes)
        {
            var best = i;
            for (var k = i + 1; k < i + classes; k++)
            {
                best = scores[k] > scores[best] ? k : best;
            }

            if (right[best] && !OutOfScope.Is(model.Labels[best - i]))
            {
                var sum = 0f;
                for (var k = i; k < i + classes; k++)
                {
                    sum += MathF.Exp(slope * (scores[k] - scores[best]));
                }

                probabilities.Add(1 / sum);
            }
        }

        probabilities.Sort();
        return probabilities.Count == 0 ? 0 : probabilities[(int)(MostLost * probabilities.Count)];
    }

    /// <summary>Slope and offset of the logistic function with the least log loss, by Newton's method.</summary>
    private static (float Slope, float Offset) Logistic(float[] scores, bool[] right)
    {
        var (a, b) = (2.0, 0.0);
        for (var pass = 0; pass < 30; pass++)
        {
            double ga = 0, gb = 0, haa = 1e-6, hab = 0, hbb = 1e-6;
            for (var i = 0; i < scores.Length; i++)
            {
                var p = 1 / (1 + Math.Exp(-((a * scores[i]) + b)));
                var error = p - (right[i] ? 1 : 0);
                var weight = Math.Max(p * (1 - p), 1e-9);
                ga += error * scores[i];
                gb += error;
                haa += weight * scores[i] * scores[i];
                hab += weight * scores[i];
                hbb += weight;
            }

            var determinant = (haa * hbb) - (hab * hab);
            var (da, db) = (((hbb * ga) - (hab * gb)) / determinant, ((haa * gb) - (hab * ga)) / determinant);
            a = Math.Clamp(a - da, 0.1, 100);
            b -= db;
            if (Math.Abs(da) + Math.Abs(db) < 1e-6)
            {
                break;
            }
        }

        return ((float)a, (float)b);
    }

    // The probability threshold with the best micro F1.
    private static float BestThreshold(float[] scores, bool[] right, float slope, float offset)
    {
        var all = right.Count(r => r);
        var order = Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).ToArray();
        var (hits, best, at) = (0, 0.0, 0f);
        for (var i = 0; i < order.Length; i++)
        {
            hits += right[order[i]] ? 1 : 0;
            var f1 = 2.0 * hits / (i + 1 + all);
            if (f1 > best)
            {
                (best, at) = (f1, scores[order[i]]);
            }
        }

        var threshold = 1 / (1 + MathF.Exp(-((slope * at) + offset)));
        return Math.Clamp(threshold, 0.2f, 0.5f);
    }
}
