using Colloquy.Categorisers.Learning.Evaluation;
using Colloquy.Categorisers.Matching;
using Colloquy.Categorisers.Models;

namespace Colloquy.Categorisers.Learning.Training;

/// <summary>
/// Trains a <see cref="TextModel"/>. A fifth of the examples, chosen by a hash of their texts, is held out to choose the cost of errors, to
/// calibrate, to set the thresholds, and to find the languages in which the model is of no use. The final model then learns from all
/// examples. The same examples and seed give the same model on any number of threads.
/// </summary>
public static class Trainer
{
    private const int LeastExamples = 10;
    private const int HeldOutShare = 5;

    // The most weights of a model; if there are more, rarer features are left out.
    private const long MostWeights = 24_000_000;

    /// <summary>Trains a model.</summary>
    /// <param name="kind">One of <see cref="LabelKind"/>.</param>
    /// <param name="examples">Labelled texts, in any order.</param>
    /// <param name="seed">Seed of all random numbers, and of the choice of held-out texts.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <param name="classifierOf">
    /// Makes the classifier that measures the quality for the summary; if null, the model classifies by itself.
    /// </param>
    /// <param name="cancellationToken">Checked within each step.</param>
    /// <exception cref="LearningException">There are too few examples, or fewer than two labels.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static TextModel Train(
        string kind, IReadOnlyList<Example> examples, ulong seed, int threads, Func<TextModel, TextClassifier>? classifierOf = null,
        CancellationToken cancellationToken = default)
    {
        classifierOf ??= model => new TextClassifier(model);
        ImmutableArray<string> labels =
            [.. examples.SelectMany(e => e.Labels).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (examples.Count < LeastExamples || labels.Length < 2)
        {
            throw new LearningException(
                $"{examples.Count} texts with {labels.Length} labels are too few to learn from: "
                + $"at least {LeastExamples} texts with two labels are needed, and ten texts per label to be useful.");
        }

        // Sorted, so that the order of files and lines makes no difference.
        var sorted = examples
            .OrderBy(e => e.Text, StringComparer.Ordinal)
            .ThenBy(e => string.Join('\n', e.Labels), StringComparer.Ordinal)
            .ToList();
        var several = kind == LabelKind.Topic || sorted.Any(e => e.Labels.Length > 1);
        var (plan, features) = Fit(kind, sorted, labels.Length, cancellationToken);
        var rows = features.Transform(sorted, cancellationToken);
        var task = new Task(labels, sorted, rows, several ? plan with { HiddenUnits = 0 } : plan, seed, threads, cancellationToken);

        var held = Enumerable.Range(0, sorted.Count).Where(i => IsHeldOut(sorted[i].Text, seed)).ToList();
        var kept = Enumerable.Range(0, sorted.Count).Except(held).ToList();
        if (held.Count == 0 || kept.Count == 0)
        {
            (kept, held) = ([.. Enumerable.Range(0, sorted.Count)], [.. Enumerable.Range(0, sorted.Count)]);
        }

        var tried = plan.Costs.Select(cost => (Cost: cost, Weights: task.Learn(kept, cost))).ToList();
        var (best, linear) = tried.MaxBy(t => task.Quality(held, t.Weights, several));
        var heldExamples = held.ConvertAll(i => sorted[i]);
        var learnt = new Learnt(linear, task.LearnHidden(kept));
        ImmutableArray<string> languages =
            [.. sorted.Select(e => e.Language).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var uncalibrated = Build(learnt, new Calibration(1, 0, 0, float.NegativeInfinity), NoSummary);
        var calibration = Calibrator.Fit(uncalibrated, heldExamples, cancellationToken);
        var quality = Evaluator.Evaluate(classifierOf(Build(learnt, calibration, NoSummary)), heldExamples, cancellationToken);
        if (plan.Features.ByLanguage)
        {
            languages = [.. languages.Except(quality.Languages.Where(l => l.Accuracy <= l.Majority).Select(l => l.Language))];
        }

        int[] all = [.. Enumerable.Range(0, sorted.Count)];
        return Build(new Learnt(task.Learn(all, best), task.LearnHidden(all)), calibration, new TrainingSummary(
            sorted.Count, features.Space.Width, seed, best, held.Count, Rounded(quality.Accuracy), Rounded(quality.MacroF1),
            Rounded(quality.MicroF1), Rounded(quality.Coverage), Rounded(quality.CalibrationError)));

        TextModel Build(Learnt weights, Calibration calibrated, TrainingSummary summary)
        {
            var (joined, biases, hidden) = weights.Join(features.Space.Width);
            var whole = features.WithWholeWords(joined, biases.Length);
            var quantised = LinearWeights.Quantise(joined, biases, hidden?.Units ?? 0);
            return new TextModel(
                new ModelManifest
                {
                    Format = ModelFolder.Format,
                    Kind = kind,
                    Labels = labels,
                    Several = several,
                    Languages = languages,
                    Features = plan.Features,
                    Calibration = calibrated,
                    Training = summary,
                    Hash = ModelFolder.HashOf(whole, quantised, hidden),
                },
                new ModelWeights(whole, quantised, hidden));
        }
    }

    private static TrainingSummary NoSummary { get; } = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private static (TrainingPlan Plan, TrainingFeatures Features) Fit(
        string kind, List<Example> examples, int labels, CancellationToken cancellationToken)
    {
        var plan = TrainingPlan.For(kind, examples);
        var features = TrainingFeatures.Of(examples, plan.Features, cancellationToken);
        while ((long)features.Space.Width * (labels + plan.HiddenUnits) > MostWeights)
        {
            plan = plan with { Features = plan.Features with { LeastTexts = plan.Features.LeastTexts + 1 } };
            features = TrainingFeatures.Of(examples, plan.Features, cancellationToken);
        }

        return (plan, features);
    }

    /// <summary>Whether a text belongs to the held-out fifth; equal texts always stay together.</summary>
    internal static bool IsHeldOut(string text, ulong seed) => FeatureHash.Of(text, (uint)seed + 1000) % HeldOutShare == 0;

    private static double Rounded(double value) => Math.Round(value, 4);

    private sealed record Task(
        ImmutableArray<string> Labels, List<Example> Examples, SparseRows Rows, TrainingPlan Plan, ulong Seed, int Threads,
        CancellationToken CancellationToken)
    {
        private ParallelOptions Options => new() { MaxDegreeOfParallelism = Threads, CancellationToken = CancellationToken };

        private readonly int[][] _labelsOf =
            [.. Examples.Select(e => e.Labels.Select(l => Labels.BinarySearch(l, StringComparer.Ordinal)).ToArray())];

        /// <returns>For each class one weight per feature, then the bias.</returns>
        public float[][] Learn(IReadOnlyList<int> texts, float cost)
        {
            var rows = Rows.Take(texts);
            var weights = new float[Labels.Length][];
            Parallel.For(0, Labels.Length, Options, k =>
            {
                bool[] positive = [.. texts.Select(i => _labelsOf[i].Contains(k))];
                weights[k] = DualCoordinateDescent.Train(rows, positive, cost, Seed + (ulong)k + 1);
            });
            return weights;
        }

        /// <returns>Networks that differ only by chance; the mean of their scores is better than each alone.</returns>
        public Network[] LearnHidden(IReadOnlyList<int> texts)
        {
            if (Plan.HiddenUnits == 0)
            {
                return [];
            }

            // A text without labels is a counterexample for all of them, which only the linear model can learn.
            int[] labelled = [.. texts.Where(i => _labelsOf[i].Length > 0)];
            var rows = Rows.Take(labelled).Frequent(TrainingPlan.LeastTextsOfNetwork);
            int[] labels = [.. labelled.Select(i => _labelsOf[i][0])];
            var networks = new Network[TrainingPlan.Networks];
            var (units, passes) = (Plan.HiddenUnits / networks.Length, TrainingPlan.PassesOver(labels.Length));
            Parallel.For(0, networks.Length, Options, n =>
                networks[n] = Network.Train(rows, labels, Labels.Length, units, passes, Seed + (ulong)n, CancellationToken));
            return networks;
        }

        /// <summary>Accuracy plus macro F1, or micro F1 if texts may have several labels.</summary>
        public double Quality(List<int> texts, float[][] weights, bool several)
        {
            var tally = new LabelTally(Labels.Length);
            var scores = new float[Labels.Length];
            foreach (var i in texts)
            {
                for (var k = 0; k < scores.Length; k++)
                {
                    scores[k] = Rows.Score(i, weights[k]);
                }

                int[] claimed = several
                    ? [.. Enumerable.Range(0, scores.Length).Where(k => scores[k] > 0)]
                    : [Array.IndexOf(scores, scores.Max())];
                tally.Add(_labelsOf[i], claimed);
            }

            return several ? tally.MicroF1 : tally.Accuracy + tally.MacroF1;
        }
    }
}
