using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Colloquy.Categorisers.Matching;
using Colloquy.Categorisers.Models.Features;

namespace Colloquy.Categorisers.Models;

/// <summary>A trained model that labels texts. Read-only and shared by all threads; a <c>TextClassifier</c> predicts with it.</summary>
public sealed class TextModel
{
    // Features are added up in batches of this size, so that a long text does not fill the memory.
    private const int TermsAtOnce = 1 << 14;

    // Units, or n-grams of one word, between two checks for cancellation.
    private const int StepsBetweenLooks = 1 << 16;

    private readonly Lazy<ModelWeights> _content;

    /// <param name="manifest">The description of the model.</param>
    /// <param name="read">Reads the weights when they are first needed.</param>
    internal TextModel(ModelManifest manifest, Func<ModelWeights> read)
    {
        Manifest = manifest;
        _content = new Lazy<ModelWeights>(read);
    }

    internal TextModel(ModelManifest manifest, ModelWeights weights)
        : this(manifest, () => weights)
    {
    }

    /// <summary>The description of the model.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>The labels that it may give, in ordinal order.</summary>
    public ImmutableArray<string> Labels => Manifest.Labels;

    /// <summary>Hash of the weights: changes whenever predictions may change.</summary>
    public string Revision => Manifest.Hash;

    internal FeatureSpace Space => _content.Value.Space;

    internal LinearWeights Weights => _content.Value.Linear;

    internal HiddenLayer? Hidden => _content.Value.Hidden;

    /// <summary>Reads a model from a folder.</summary>
    /// <param name="folder">Path of a folder with <c>model.json</c> and <c>weights.br</c>.</param>
    /// <exception cref="LearningException">The folder holds no model, or the model is damaged or of an unknown format.</exception>
    public static TextModel Load(string folder) => ModelFolder.Load(folder);

    /// <summary>Reads the weights now; otherwise the first prediction reads them.</summary>
    internal void Prepare() => _ = _content.Value;

    /// <summary>Whether the text is so unlike the training texts that the prediction should not be trusted.</summary>
    internal bool IsStrange(in Prediction prediction) => prediction.Familiarity < Manifest.Calibration.Familiar;

    /// <summary>Predicts the labels of a text.</summary>
    /// <param name="probabilities">Gets one probability per label, in the order of <see cref="Labels"/>; at least as long.</param>
    /// <param name="language">ISO 639 code; null if unknown.</param>
    internal Prediction Predict(
        ReadOnlySpan<char> text, ModelMemory memory, Span<float> probabilities, string? language = null,
        CancellationToken cancellationToken = default)
    {
        memory.Units.Clear();
        memory.Units.Add(text, Manifest.Features, cancellationToken);
        return Predict(memory, probabilities, language, cancellationToken);
    }

    /// <summary>The same for <see cref="ModelMemory.Units"/>, which must have been read with the options of the model's features.</summary>
    internal Prediction Predict(
        ModelMemory memory, Span<float> probabilities, string? language = null, CancellationToken cancellationToken = default)
    {
        probabilities = probabilities[..Labels.Length];
        var familiarity = Score(memory, probabilities, language, cancellationToken);
        Calibrate(probabilities);
        var prediction = Conclude(probabilities, familiarity);
        return Manifest.Features.ByLanguage && !Speaks(language) ? prediction with { Abstains = true } : prediction;
    }

    /// <summary>The prediction if the text is familiar and its best label has at least this probability; else null.</summary>
    internal Prediction? PredictIfSure(
        ModelMemory memory, float least, Span<float> probabilities, string? language = null, CancellationToken cancellationToken = default)
    {
        probabilities = probabilities[..Labels.Length];
        var familiarity = Score(memory, probabilities, language, cancellationToken);
        if (familiarity < Manifest.Calibration.Familiar)
        {
            return null;
        }

        Calibrate(probabilities);
        var prediction = Conclude(probabilities, familiarity);
        return prediction.Score < least ? null : prediction;
    }

    /// <summary>Whether the model has learnt the language. A model without declared languages is used if the language is unknown.</summary>
    internal bool Speaks(string? language) => language is null ? Manifest.Languages.IsEmpty : Manifest.Languages.Contains(language);

    internal Prediction Conclude(ReadOnlySpan<float> probabilities, float familiarity)
    {
        var best = 0;
        for (var k = 1; k < Labels.Length; k++)
        {
            best = probabilities[k] > probabilities[best] ? k : best;
        }

        return new Prediction(best, probabilities[best], probabilities[best] < Manifest.Calibration.Threshold, familiarity);
    }

    /// <returns>The familiarity of the text: see <see cref="Prediction.Familiarity"/>.</returns>
    internal float Score(ModelMemory memory, Span<float> scores, string? language, CancellationToken cancellationToken = default)
    {
        var (space, weights, hidden) = _content.Value;
        var (units, terms) = (memory.Units, memory.Terms);
        terms.Clear();
        var sums = memory.Sums(weights.Room);
        sums.Clear();
        var own = space.Options.ByLanguage ? FeatureHash.OfLanguage(language) : 0;
        var squares = 0f;
        var (pairs, known, steps) = (0, 0, 0);
        var options = space.Options;
        foreach (ref readonly var unit in units.Units)
        {
            var often = FeatureSpace.Often(unit.Count);
            var found = Add(space, FeatureHash.In(own, unit.Hash), often, terms, ref squares);
            if (++steps % StepsBetweenLooks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (unit.Kind == UnitKind.Pair)
            {
                pairs++;
                known += found ? 1 : 0;
            }
            else if (unit.Kind == UnitKind.Word && !found && options.Gram > 0)
            {
                foreach (var gram in new WordGrams(units.WordOf(unit), options.ShortestGram, options.LongestGram))
                {
                    Add(space, FeatureHash.In(own, gram), often, terms, ref squares);
                    if (terms.Count >= TermsAtOnce)
                    {
                        AddUp(weights, terms, sums, cancellationToken);
                    }
                }
            }

            if (terms.Count >= TermsAtOnce)
            {
                AddUp(weights, terms, sums, cancellationToken);
            }
        }

        var norm = FeatureSpace.Norm(squares);
        if (options.ByLanguage && space.Find(own) is var ofLanguage and >= 0)
        {
            // Every text of the language has this feature, so it does not count towards the length of the text.
            norm = norm == 0 ? 1 : norm;
            terms.Add((ofLanguage, space.WeightAt(ofLanguage) / norm));
        }

        AddUp(weights, terms, sums, cancellationToken);
        Finish(weights, sums, norm, 0, scores);
        var best = Most(scores);
        if (hidden is not null)
        {
            var inputs = sums.Slice(scores.Length, hidden.Units);
            Finish(weights, inputs, norm, scores.Length, inputs);
            hidden.AddTo(scores, inputs);
        }

        return best + (pairs == 0 ? 0 : 2f * known / pairs);
    }

    private static void AddUp(
        LinearWeights weights, List<(int Feature, float Times)> terms, Span<float> sums, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        weights.AddTo(CollectionsMarshal.AsSpan(terms), sums);
        terms.Clear();
    }

    /// <summary>Turns sums over features into the scores of a text normalised to length 1.</summary>
    private static void Finish(LinearWeights weights, ReadOnlySpan<float> sums, float norm, int firstClass, Span<float> scores)
    {
        var biases = weights.Biases.AsSpan(firstClass, scores.Length);
        var k = 0;
        for (; k <= scores.Length - Vector<float>.Count; k += Vector<float>.Count)
        {
            ((new Vector<float>(sums[k..]) * norm) + new Vector<float>(biases[k..])).CopyTo(scores[k..]);
        }

        for (; k < scores.Length; k++)
        {
            scores[k] = (sums[k] * norm) + biases[k];
        }
    }

    // Most features are unknown, so only those that are known cost a call.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Add(FeatureSpace space, uint hash, float often, List<(int Feature, float Times)> terms, ref float squares) =>
        space.Find(hash) is var column and >= 0 && AddKnown(space, column, often, terms, ref squares);

    private static bool AddKnown(FeatureSpace space, int column, float often, List<(int Feature, float Times)> terms, ref float squares)
    {
        var value = often * space.WeightAt(column);
        squares += value * value;
        terms.Add((column, value));
        return true;
    }

    private void Calibrate(Span<float> scores)
    {
        var (slope, offset, _, _) = Manifest.Calibration;
        if (Manifest.Several)
        {
            foreach (ref var score in scores)
            {
                score = 1f / (1f + MathF.Exp(-((slope * score) + offset)));
            }

            return;
        }

        // The width does not depend on the processor, so that all machines add in the same order.
        var most = Most(scores);
        var sums = Vector256<float>.Zero;
        var k = 0;
        for (; k <= scores.Length - Vector256<float>.Count; k += Vector256<float>.Count)
        {
            var share = Vector256.Exp((Vector256.Create<float>(scores[k..]) - Vector256.Create(most)) * slope);
            share.CopyTo(scores[k..]);
            sums += share;
        }

        var sum = Vector256.Sum(sums);
        for (; k < scores.Length; k++)
        {
            scores[k] = MathF.Exp(slope * (scores[k] - most));
            sum += scores[k];
        }

        foreach (ref var score in scores)
        {
            score /= sum;
        }
    }

    private static float Most(ReadOnlySpan<float> scores)
    {
        var k = 0;
        var most = float.NegativeInfinity;
        if (scores.Length >= Vector<float>.Count)
        {
            var greatest = new Vector<float>(scores);
            for (k = Vector<float>.Count; k <= scores.Length - Vector<float>.Count; k += Vector<float>.Count)
            {
                greatest = Vector.Max(greatest, new Vector<float>(scores[k..]));
            }

            for (var lane = 0; lane < Vector<float>.Count; lane++)
            {
                most = MathF.Max(most, greatest[lane]);
            }
        }

        for (; k < scores.Length; k++)
        {
            most = MathF.Max(most, scores[k]);
        }

        return most;
    }
}
