using Colloquy.Categorisers.Learning.Features;

namespace Colloquy.Categorisers.Learning.Models;

/// <summary>A trained classifier of texts. Read-only and shared by all threads; predicting allocates nothing.</summary>
public sealed class TextModel
{
    private readonly FeatureSpace _space;
    private readonly LinearWeights _weights;
    private readonly HiddenLayer? _hidden;
    private readonly TopicVoice? _taxonomy;

    internal TextModel(ModelManifest manifest, FeatureSpace space, LinearWeights weights, HiddenLayer? hidden)
    {
        Manifest = manifest;
        _space = space;
        _weights = weights;
        _hidden = hidden;
        _taxonomy = manifest.Kind == LabelKind.Topic ? TopicVoice.For(manifest.Labels) : null;
    }

    public ModelManifest Manifest { get; }

    public ImmutableArray<string> Labels => Manifest.Labels;

    /// <summary>Changes with the weights.</summary>
    public string Revision => Manifest.Hash;

    internal FeatureSpace Space => _space;

    internal LinearWeights Weights => _weights;

    internal HiddenLayer? Hidden => _hidden;

    /// <exception cref="LearningException">There is no model in the folder, it is damaged, or of a format that this version cannot read.</exception>
    public static TextModel Load(string folder) => ModelFolder.Load(folder);

    /// <summary>Predicts the labels of a text.</summary>
    /// <param name="probabilities">Gets one a label, in the order of <see cref="Labels"/>; at least as long.</param>
    /// <param name="language">ISO 639 code; if null and the model has weights of each language, the one of its languages that the shipped model finds.</param>
    public Prediction Predict(ReadOnlySpan<char> text, Span<float> probabilities, string? language = null)
    {
        if (_space.Options.ByLanguage)
        {
            language ??= LanguageAmongOwn(text);
        }

        var units = ModelScratch.OfThread.Units;
        units.Clear();
        units.Add(text, _space.Options);
        var prediction = Predict(units, probabilities, language);
        return _taxonomy is not null && IsStrange(prediction) && _taxonomy.Read(text, probabilities) ? Conclude(probabilities, prediction.Familiarity) : prediction;
    }

    /// <summary>Whether the text is unlike those that the model was trained on, so that it should not be believed.</summary>
    public bool IsStrange(in Prediction prediction) => prediction.Familiarity < Manifest.Calibration.Familiar;

    /// <summary>The same for units that were read with the options of the model's features, without what the taxonomy says of strange texts.</summary>
    internal Prediction Predict(TextUnits units, Span<float> probabilities, string? language = null)
    {
        probabilities = probabilities[..Labels.Length];
        var familiarity = Score(units, probabilities, language);
        Calibrate(probabilities);
        var prediction = Conclude(probabilities, familiarity);
        return _space.Options.ByLanguage && !Speaks(language) ? prediction with { Abstains = true } : prediction;
    }

    private bool Speaks(string? language) => language is null ? Manifest.Languages.IsEmpty : Manifest.Languages.Contains(language);

    private string? LanguageAmongOwn(ReadOnlySpan<char> text)
    {
        var model = ShippedModels.Language;
        var probabilities = ModelScratch.OfThread.Probabilities(model.Labels.Length);
        model.Predict(text, probabilities);
        string? best = null;
        var most = 0f;
        for (var k = 0; k < probabilities.Length; k++)
        {
            if (probabilities[k] > most && Speaks(model.Labels[k]))
            {
                (best, most) = (model.Labels[k], probabilities[k]);
            }
        }

        return best;
    }

    private Prediction Conclude(ReadOnlySpan<float> probabilities, float familiarity)
    {
        var best = 0;
        for (var k = 1; k < Labels.Length; k++)
        {
            best = probabilities[k] > probabilities[best] ? k : best;
        }

        return new Prediction(best, probabilities[best], probabilities[best] < Manifest.Calibration.Threshold, familiarity);
    }

    /// <returns>How familiar the text is: see <see cref="Prediction.Familiarity"/>.</returns>
    internal float Score(TextUnits units, Span<float> scores, string? language)
    {
        var sums = _hidden is null ? scores : ModelScratch.OfThread.Scores(_weights.Classes);
        sums.Clear();
        var own = _space.Options.ByLanguage ? FeatureHash.OfLanguage(language) : 0;
        var squares = 0f;
        var (pairs, known) = (0, 0);
        var options = _space.Options;
        foreach (ref readonly var unit in units.Units)
        {
            var often = FeatureSpace.Often(unit.Count);
            var found = Add(FeatureHash.In(own, unit.Hash), often, sums, ref squares);
            if (unit.Kind == UnitKind.Pair)
            {
                pairs++;
                known += found ? 1 : 0;
            }
            else if (unit.Kind == UnitKind.Word && !found && options.Gram > 0)
            {
                foreach (var gram in new WordGrams(units.WordOf(unit), options.ShortestGram, options.LongestGram))
                {
                    Add(FeatureHash.In(own, gram), often, sums, ref squares);
                }
            }
        }

        var norm = FeatureSpace.Norm(squares);
        for (var k = 0; k < sums.Length; k++)
        {
            sums[k] = (sums[k] * norm) + _weights.Biases[k];
        }

        if (_space.Options.ByLanguage)
        {
            var uncounted = 0f;
            Add(own, 1, sums, ref uncounted);
        }

        var best = sums[0];
        for (var k = 1; k < scores.Length; k++)
        {
            best = MathF.Max(best, sums[k]);
        }

        if (_hidden is not null)
        {
            sums[..scores.Length].CopyTo(scores);
            _hidden.AddTo(scores, sums[scores.Length..]);
        }

        return best + (pairs == 0 ? 0 : 2f * known / pairs);
    }

    private bool Add(uint hash, float often, Span<float> scores, ref float squares)
    {
        if (_space.Find(hash) is not (var column and >= 0))
        {
            return false;
        }

        var value = often * _space.WeightAt(column);
        squares += value * value;
        _weights.Add(column, value, scores);
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

        var most = float.NegativeInfinity;
        foreach (var score in scores)
        {
            most = MathF.Max(most, score);
        }

        var sum = 0f;
        foreach (ref var score in scores)
        {
            score = MathF.Exp(slope * (score - most));
            sum += score;
        }

        foreach (ref var score in scores)
        {
            score /= sum;
        }
    }
}
