using System.Runtime.CompilerServices;

namespace Colloquy.Categorisers.Models.Features;

/// <summary>
/// The features that a model knows and the weight of each. A text is the sum of its units, each multiplied by 1 + ln(count); a word
/// contributes itself and its n-grams, weighted by rarity. The sum is divided by the square root of the summed squares of all these
/// features. In a model with features by language, being in a language is a feature that always counts 1.
/// </summary>
/// <remarks>A word contributes the same wherever it stands, so a trained model stores known words together with their n-grams.</remarks>
internal sealed class FeatureSpace
{
    private readonly FeatureTable _table;
    private readonly FeatureFilter _filter;
    private readonly float[] _weights;

    /// <param name="hashes">Hashes of the features, in the order of their columns.</param>
    /// <param name="weights">Weights of the features: rarity times the weight of the kind.</param>
    public FeatureSpace(FeatureOptions options, uint[] hashes, float[] weights)
    {
        Options = options;
        Hashes = hashes;
        _weights = weights;
        _table = new FeatureTable(hashes.Length);
        _filter = new FeatureFilter(hashes);
        foreach (var hash in hashes)
        {
            _table.Add(hash);
        }
    }

    public FeatureOptions Options { get; }

    public uint[] Hashes { get; }

    public float[] Weights => _weights;

    public int Width => Hashes.Length;

    /// <returns>The column of a feature, or -1 if the model does not know it.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(uint hash) => _filter.MayKnow(hash) ? _table.Find(hash) : -1;

    public float WeightAt(int column) => _weights[column];

    public static float Often(int count) => count == 1 ? 1f : 1f + MathF.Log(count);

    public static float Norm(float squares) => squares > 0 ? 1f / MathF.Sqrt(squares) : 0f;
}
