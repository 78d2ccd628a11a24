using Colloquy.Categorisers.Matching;
using Colloquy.Categorisers.Models.Features;

namespace Colloquy.Categorisers.Learning.Training;

/// <summary>The features and the parameters for training on a set of examples.</summary>
/// <param name="Costs">Costs of an error to try; the one that does best on the held-out part is taken.</param>
/// <param name="HiddenUnits">Hidden units of all networks together; 0 for a linear model only.</param>
internal sealed record TrainingPlan(FeatureOptions Features, ImmutableArray<float> Costs, int HiddenUnits = 0)
{
    public const int Networks = 2;

    /// <summary>
    /// Networks use only features that occur in at least this many texts: what they would learn from rarer ones is mostly noise, and the
    /// weights for these would be half of the model.
    /// </summary>
    public const int LeastTextsOfNetwork = 4;

    private const int ManyTexts = 50_000;
    private const int VeryMany = 100_000;
    private const int FewTexts = 5_000;
    private const int LongText = 200;
    private const int ManyLabels = 8;
    private const int Steps = 300_000;

    // Such short texts are about one thing, so words that are far apart still belong together.
    private static readonly FeatureOptions _short = new(
        TextForm.Folded, ShortestGram: 2, LongestGram: 5, LeastTexts: 2, Gram: 0.5f, Pair: 0.8f, Near: 0.4f, Reach: 10);

    public static TrainingPlan For(string kind, IReadOnlyList<Example> examples)
    {
        if (kind == LabelKind.Language)
        {
            var letters = new FeatureOptions(TextForm.Lowered, 1, 4, LeastTexts: 4, Gram: 0.5f, Pair: 0, Near: 0, Reach: 0);
            return new TrainingPlan(letters, [1f]);
        }

        var characters = examples.Average(e => (double)e.Text.Length);
        var many = examples.Count > ManyTexts;
        var least = examples.Count > VeryMany ? 6 : examples.Count > FewTexts ? 3 : 2;
        var features = many || characters > LongText ? _short with { LeastTexts = least, Near = 0, Reach = 0 } : _short;
        if (examples.Count < 1_000)
        {
            features = features with { LeastTexts = 1 };
        }

        if (kind == LabelKind.Sentiment && examples.Select(e => e.Language).Distinct(StringComparer.Ordinal).Skip(1).Any())
        {
            // What a word says about sentiment in one language has little to do with what it says in another.
            return new TrainingPlan(features with { ByLanguage = true }, [0.3f]);
        }

        // With many texts some labels are very rare in comparison, and networks neglect those.
        var labels = examples.SelectMany(e => e.Labels).Distinct(StringComparer.Ordinal).Take(ManyLabels).Count();
        var hidden = kind == LabelKind.Intent && labels == ManyLabels && !many ? 64 * Networks : 0;
        return new TrainingPlan(features, examples.Count > FewTexts ? [1f] : [0.5f, 1f, 2f], hidden);
    }

    /// <returns>How many passes networks make over this number of texts.</returns>
    public static int PassesOver(int texts) => Math.Clamp(Steps / Math.Max(1, texts), 5, 20);
}
