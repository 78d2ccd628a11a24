using System.Numerics;
using System.Runtime.InteropServices;
using Colloquy.Categorisers.Models;

namespace Colloquy.Categorisers.Learning.Training;

/// <summary>
/// A network with one hidden layer of rectified linear units, trained by stochastic gradient descent on the log loss, one text at a time
/// and on one thread. Features and hidden units are dropped out at random; the learning rate of a feature falls with its gradients, as in
/// AdaGrad.
/// </summary>
internal sealed class Network
{
    private const float Rate = 0.3f;
    private const float Start = 0.1f;
    private const float DroppedFeatures = 0.3f;
    private const float DroppedUnits = 0.3f;
    private const float Smoothing = 0.05f;
    private const float NoGradient = 1e-4f;

    private readonly int _classes;
    private readonly Draws _draws;
    private readonly float[] _featureGradients;
    private readonly float[] _classGradients;
    private readonly float[] _active;
    private readonly float[] _inputs;
    private readonly float[] _errors;
    private readonly float[] _scores;
    private float _biasGradients = 1e-3f;

    private Network(SparseRows rows, int classes, int units, ulong seed)
    {
        _classes = classes;
        _draws = new Draws(seed);
        InputWeights = new float[rows.Width * units];
        InputBiases = new float[units];
        OutputWeights = new float[classes * units];
        OutputBiases = new float[classes];
        (_featureGradients, _classGradients) = (new float[rows.Width], new float[classes]);
        (_active, _inputs, _errors, _scores) = (new float[units], new float[units], new float[units], new float[classes]);
        foreach (var column in rows.Columns.Distinct())
        {
            _draws.Fill(InputWeights.AsSpan(column * units, units), Start);
        }

        _draws.Fill(OutputWeights, MathF.Sqrt(3f / units));
        _featureGradients.AsSpan().Fill(1e-3f);
        _classGradients.AsSpan().Fill(1);
    }

    /// <summary>A row per feature with one number per hidden unit; 0 for features that occur in no text.</summary>
    public float[] InputWeights { get; }

    /// <summary>One number per hidden unit.</summary>
    public float[] InputBiases { get; }

    /// <summary>A row per class with one number per hidden unit.</summary>
    public float[] OutputWeights { get; }

    /// <summary>One number per class.</summary>
    public float[] OutputBiases { get; }

    /// <param name="labels">The class of each row.</param>
    public static Network Train(
        SparseRows rows, int[] labels, int classes, int units, int passes, ulong seed, CancellationToken cancellationToken)
    {
        var network = new Network(rows, classes, units, seed);
        int[] order = [.. Enumerable.Range(0, rows.Count)];
        for (var pass = 0; pass < passes; pass++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            network._draws.Shuffle(order);
            for (var step = 0; step < order.Length; step++)
            {
                var rest = 1 - (((float)pass + ((float)step / order.Length)) / passes);
                network.Learn(rows.ColumnsOf(order[step]), rows.ValuesOf(order[step]), labels[order[step]], rest * Rate);
            }
        }

        return network;
    }

    private void Learn(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, int label, float rate)
    {
        var units = _inputs.Length;
        Span<ulong> kept = stackalloc ulong[(columns.Length + 63) / 64];
        InputBiases.CopyTo(_inputs, 0);
        for (var i = 0; i < columns.Length; i++)
        {
            if (_draws.Next() >= DroppedFeatures)
            {
                kept[i / 64] |= 1UL << i;
                HiddenLayer.Add(InputWeights.AsSpan(columns[i] * units, units), values[i] / (1 - DroppedFeatures), _inputs);
            }
        }

        for (var u = 0; u < units; u++)
        {
            _active[u] = _inputs[u] > 0 && _draws.Next() >= DroppedUnits ? 1 / (1 - DroppedUnits) : 0;
            _inputs[u] *= _active[u];
        }

        LearnOutputs(label, rate);
        var squares = 0f;
        for (var u = 0; u < units; u++)
        {
            _errors[u] *= _active[u];
            squares += _errors[u] * _errors[u];
        }

        for (var i = 0; i < columns.Length; i++)
        {
            if ((kept[i / 64] & (1UL << i)) != 0)
            {
                var (column, value) = (columns[i], values[i] / (1 - DroppedFeatures));
                _featureGradients[column] += squares * value * value;
                HiddenLayer.Add(_errors, -rate * value / MathF.Sqrt(_featureGradients[column]), InputWeights.AsSpan(column * units, units));
            }
        }

        _biasGradients += squares;
        HiddenLayer.Add(_errors, -0.1f * rate / MathF.Sqrt(_biasGradients), InputBiases);
    }

    private void LearnOutputs(int label, float rate)
    {
        var units = _inputs.Length;
        var most = float.NegativeInfinity;
        for (var k = 0; k < _classes; k++)
        {
            _scores[k] = OutputBiases[k] + Product(OutputWeights.AsSpan(k * units, units), _inputs);
            most = MathF.Max(most, _scores[k]);
        }

        var sum = 0f;
        for (var k = 0; k < _classes; k++)
        {
            sum += _scores[k] = MathF.Exp(_scores[k] - most);
        }

        Array.Clear(_errors);
        for (var k = 0; k < _classes; k++)
        {
            var error = (_scores[k] / sum) - (Smoothing / _classes) - (k == label ? 1 - Smoothing : 0);
            if (MathF.Abs(error) > NoGradient)
            {
                var row = OutputWeights.AsSpan(k * units, units);
                HiddenLayer.Add(row, error, _errors);
                _classGradients[k] += error * error;
                var step = -rate * error / MathF.Sqrt(_classGradients[k]);
                HiddenLayer.Add(_inputs, step, row);
                OutputBiases[k] += step;
            }
        }
    }

    private static float Product(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var left = MemoryMarshal.Cast<float, Vector<float>>(one);
        var right = MemoryMarshal.Cast<float, Vector<float>>(other);
        var sums = Vector<float>.Zero;
        for (var i = 0; i < left.Length; i++)
        {
            sums += left[i] * right[i];
        }

        var sum = Vector.Sum(sums);
        for (var i = left.Length * Vector<float>.Count; i < one.Length; i++)
        {
            sum += one[i] * other[i];
        }

        return sum;
    }

    /// <summary>Random numbers that are the same on every machine.</summary>
    private sealed class Draws(ulong seed)
    {
        private ulong _state = (2 * seed) + 1;

        /// <returns>At least 0, less than 1.</returns>
        public float Next() => (Number() >> 8) * (1f / (1 << 24));

        public void Fill(Span<float> values, float most)
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = ((2 * Next()) - 1) * most;
            }
        }

        public void Shuffle(int[] order)
        {
            for (var i = order.Length - 1; i > 0; i--)
            {
                var j = (int)(((ulong)Number() * (ulong)(i + 1)) >> 32);
                (order[i], order[j]) = (order[j], order[i]);
            }
        }

        private uint Number()
        {
            _state = (_state * 6364136223846793005) + 1442695040888963407;
            return (uint)(_state >> 32);
        }
    }
}
