using System.Runtime.CompilerServices;

namespace Colloquy.Categorisers.Models.Features;

/// <summary>
/// The features that a model knows and what each weighs. A text is the sum of its units, each times 1 + ln(count): a word is itself and its n-grams, weighted
/// by rarity. It is divided by the root of the summed squares of all features of its units. Where languages have features of their own, being in
/// the language is one that always counts 1.
/// </summary>
/// <remarks>Because a word gives the same wherever it stands, a trained model keeps known words ready with their n-grams.</remarks>
internal sealed class FeatureSpace
{
    private readonly FeatureTable _table;
    private readonly FeatureFilter _filter;
    private readonly float[] _weights;

    /// <param name="hashes">Of the features, in the order of their columns.</param>
    /// <param name="weights">Of the features: rarity times the weight of their kind.</param>
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
