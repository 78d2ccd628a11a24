using Colloquy.Categorisers.Learning.Features;

namespace Colloquy.Categorisers.Learning.Training;

/// <summary>What is tried for a set of examples.</summary>
/// <param name="Costs">The best on the held-out part is taken.</param>
internal sealed record TrainingPlan(FeatureOptions Features, ImmutableArray<float> Costs)
{
    private const int ManyTexts = 50_000;
    private const int VeryMany = 100_000;
    private const int LongText = 200;

    // Texts so short are about one thing, so that words far apart still belong together.
    private static readonly FeatureOptions _short = new(TextForm.Folded, ShortestGram: 2, LongestGram: 5, LeastTexts: 2, Gram: 0.5f, Pair: 0.8f, Near: 0.4f, Reach: 10);

    public static TrainingPlan For(string kind, IReadOnlyList<Example> examples)
    {
        if (kind == LabelKind.Language)
        {
            return new TrainingPlan(new FeatureOptions(TextForm.Lowered, 1, 4, LeastTexts: 4, Gram: 0.5f, Pair: 0, Near: 0, Reach: 0), [1f]);
        }

        var characters = examples.Average(e => (double)e.Text.Length);
        var many = examples.Count > ManyTexts;
        var features = many || characters > LongText ? _short with { LeastTexts = examples.Count > VeryMany ? 6 : examples.Count > 5_000 ? 3 : 2, Near = 0, Reach = 0 } : _short;
        if (examples.Count < 1_000)
        {
            features = features with { LeastTexts = 1 };
        }

        return new TrainingPlan(features, many || characters > LongText ? [1f] : [0.5f, 1f, 2f]);
    }
}
