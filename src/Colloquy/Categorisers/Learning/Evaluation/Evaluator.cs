using Colloquy.Categorisers.Models;

namespace Colloquy.Categorisers.Learning.Evaluation;

/// <summary>Measures the quality of a classifier on labelled texts.</summary>
public static class Evaluator
{
    private const int Bins = 15;
    private const int MostConfusions = 30;
    private static readonly ImmutableArray<double> _precisions = [0.8, 0.9, 0.95, 0.99];

    /// <summary>Predicts the labels of each example and compares them with the expected ones.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static EvaluationReport Evaluate(
        TextClassifier classifier, IReadOnlyList<Example> examples, CancellationToken cancellationToken = default)
    {
        var model = classifier.Model;
        // Labels that the model does not know can only be missed.
        ImmutableArray<string> names =
        [
            .. model.Labels,
            .. examples.SelectMany(e => e.Labels).Distinct(StringComparer.Ordinal).Except(model.Labels).Order(StringComparer.Ordinal),
        ];
        var number = names.Select((name, i) => (name, i)).ToDictionary(n => n.name, n => n.i, StringComparer.Ordinal);
        var answers = examples.Select(e => Answer(classifier, e, number, cancellationToken)).ToList();

        var tally = TallyOf(answers, names.Length);
        var answered = answers.Where(a => !a.Silent).ToList();
        var outside = answers.Where(a => a.Expected.Any(k => OutOfScope.Is(names[k]))).ToList();
        var inside = answers.Where(a => !a.Expected.Any(k => OutOfScope.Is(names[k]))).ToList();
        var bins = Reliability(answers);
        return new EvaluationReport(
            model.Manifest.Kind,
            answers.Count,
            tally.Accuracy,
            tally.MacroF1,
            tally.MicroF1,
            Share(answered.Count, answers.Count),
            Share(answered.Count(a => a.Exact), answered.Count),
            bins.Sum(b => Math.Abs(b.Confidence - b.Accuracy) * b.Texts) / Math.Max(1, answers.Count),
            Majority(answers),
            outside.Count == 0 ? null : Share(inside.Count(a => a.Exact), inside.Count),
            outside.Count == 0 ? null : Share(inside.Count(a => a is { Silent: false, Exact: true }), inside.Count),
            outside.Count == 0 ? null : Share(outside.Count(a => a.Silent || a.Claimed.Any(k => OutOfScope.Is(names[k]))), outside.Count),
            [
                .. Enumerable.Range(0, names.Length).Where(tally.Occurs)
                    .Select(k => new LabelQuality(names[k], tally.Expected(k), tally.Precision(k), tally.Recall(k), tally.F1(k))),
            ],
            [
                .. answers.Where(a => a.Language is not null)
                    .GroupBy(a => a.Language!, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
                    .Select(g => (g.Key, Answers: g.ToList())).Select(g => (g.Key, g.Answers, Tally: TallyOf(g.Answers, names.Length)))
                    .Select(g => new LanguageQuality(g.Key, g.Answers.Count, g.Tally.Accuracy, g.Tally.MacroF1, Majority(g.Answers))),
            ],
            bins,
            [.. _precisions.Select(p => CoverageAt(answers, p))],
            [
                .. answers.Where(a => !a.Exact)
                    .SelectMany(a => a.Expected.Except(a.Claimed).SelectMany(e => a.Claimed.Except(a.Expected).Select(c => (e, c))))
                    .GroupBy(pair => pair).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Take(MostConfusions)
                    .Select(g => new Confusion(names[g.Key.e], names[g.Key.c], g.Count())),
            ]);
    }

    private static Answered Answer(
        TextClassifier classifier, Example example, Dictionary<string, int> number, CancellationToken cancellationToken)
    {
        var model = classifier.Model;
        Span<float> probabilities = new float[model.Labels.Length];
        var prediction = classifier.Predict(example.Text, probabilities, example.Language, cancellationToken);
        var claimed = new List<int>();
        if (model.Manifest.Several)
        {
            for (var k = 0; k < probabilities.Length; k++)
            {
                if (probabilities[k] >= model.Manifest.Calibration.Threshold)
                {
                    claimed.Add(k);
                }
            }
        }
        else
        {
            claimed.Add(prediction.Best);
        }

        int[] expected = [.. example.Labels.Select(l => number[l])];
        return new Answered(
            expected,
            claimed,
            prediction.Score,
            prediction.Abstains,
            expected.Contains(prediction.Best),
            expected.Length == claimed.Count && expected.All(claimed.Contains),
            example.Language);
    }

    private static LabelTally TallyOf(List<Answered> answers, int classes)
    {
        var tally = new LabelTally(classes);
        foreach (var answer in answers)
        {
            tally.Add(answer.Expected, answer.Claimed);
        }

        return tally;
    }

    private static double Majority(List<Answered> answers) =>
        answers.Count == 0 ? 0 : (double)answers.GroupBy(a => string.Join(' ', a.Expected.Order())).Max(g => g.Count()) / answers.Count;

    private static ImmutableArray<ReliabilityBin> Reliability(List<Answered> answers) =>
    [
        .. answers.GroupBy(a => Math.Min(Bins - 1, (int)(a.Score * Bins))).OrderBy(g => g.Key)
            .Select(g => new ReliabilityBin(
                (double)g.Key / Bins,
                (g.Key + 1.0) / Bins,
                g.Count(),
                g.Average(a => (double)a.Score),
                Share(g.Count(a => a.BestIsRight), g.Count()))),
    ];

    private static CoverageAtPrecision CoverageAt(List<Answered> answers, double precision)
    {
        var (right, covered, threshold) = (0, 0, 1.0);
        var order = answers.OrderByDescending(a => a.Score).ToList();
        for (var i = 0; i < order.Count; i++)
        {
            right += order[i].BestIsRight ? 1 : 0;
            if (right >= precision * (i + 1))
            {
                (covered, threshold) = (i + 1, order[i].Score);
            }
        }

        return new CoverageAtPrecision(precision, Share(covered, order.Count), threshold);
    }

    private static double Share(int part, int all) => all == 0 ? 0 : (double)part / all;

    private sealed record Answered(
        IReadOnlyList<int> Expected,
        IReadOnlyList<int> Claimed,
        float Score,
        bool Silent,
        bool BestIsRight,
        bool Exact,
        string? Language);
}
