using System.Globalization;
using Colloquy.Categorisers.Matching;
using Colloquy.Categorisers.Models.Features;

namespace Colloquy.Categorisers.Models;

/// <summary>
/// Labels with a trained model, except texts that are unlike its training texts. A topic model labels the whole conversation by the queries
/// and answers of the active branch. Intents and sentiments are predicted for each query, in languages that the model has learnt; a
/// conversation gets the intents of all its queries, and the sentiment that prevails, with the last query counting twice as much as the
/// first. Where the model abstains there is no label, so a taxonomy that runs later may add one.
/// </summary>
public sealed class ModelCategoriser : ICategoriser
{
    private const int MostEvidence = 5;

    private readonly TextModel _model;
    private readonly ImmutableArray<string> _languages;
    private readonly float _least;

    /// <param name="model">The trained model.</param>
    /// <param name="languages">
    /// ISO 639 codes of the languages it is used for: by default all that it has learnt; any language if empty.
    /// </param>
    /// <param name="least">The least probability of a label; the model's own threshold applies if it is higher.</param>
    public ModelCategoriser(TextModel model, ImmutableArray<string>? languages = null, float least = 0)
    {
        _model = model;
        _languages = languages ?? model.Manifest.Languages;
        _least = MathF.Max(least, model.Manifest.Calibration.Threshold);
        Name = $"trained-{model.Manifest.Kind}";
        Revision = string.Create(CultureInfo.InvariantCulture, $"1:{model.Revision}:{_least:0.00}");
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Revision { get; }

    /// <inheritdoc/>
    public void Label(ConversationContext context, CancellationToken cancellationToken = default)
    {
        var (findings, memory) = (context.Workspace.Get<Findings>(), context.Workspace.Get<ModelMemory>());
        var probabilities = findings.Begin(_model.Labels.Length);
        if (_model.Manifest.Kind == LabelKind.Topic)
        {
            LabelWhole(context, memory, probabilities, cancellationToken);
        }
        else
        {
            LabelTurns(context, memory, findings, probabilities, cancellationToken);
        }
    }

    private void LabelWhole(ConversationContext context, ModelMemory memory, Span<float> probabilities, CancellationToken cancellationToken)
    {
        var turns = context.Turns;
        memory.Units.Clear();
        for (var i = 0; i < turns.Length; i++)
        {
            // After a failed message users often send the same one again.
            if (turns[i] is { Active: true, Message.Answer.Length: > 0 })
            {
                AddQuery(context, i, memory.Units, cancellationToken);
                AddAnswer(context, i, memory.Units, cancellationToken);
            }
        }

        if (_model.PredictIfSure(memory, 0, probabilities, cancellationToken: cancellationToken) is null)
        {
            return;
        }

        for (var k = 0; k < probabilities.Length; k++)
        {
            if (probabilities[k] >= _least)
            {
                context.Add(Claim(null, k, probabilities[k], []));
            }
        }
    }

    private void LabelTurns(
        ConversationContext context, ModelMemory memory, Findings findings, Span<float> probabilities, CancellationToken cancellationToken)
    {
        var turns = context.Turns;
        var active = 0;
        foreach (var turn in turns)
        {
            active += turn.Active ? 1 : 0;
        }

        var position = 0;
        string? before = null;
        for (var i = 0; i < turns.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var turn = turns[i];
            position += turn.Active ? 1 : 0;
            var query = turn.Message.Query;
            var language = context.LanguageOf(turn.Number);
            if (string.IsNullOrWhiteSpace(query) || !Speaks(language))
            {
                continue;
            }

            memory.Units.Clear();
            AddQuery(context, i, memory.Units, cancellationToken);
            if (_model.PredictIfSure(memory, _least, probabilities, language, cancellationToken) is not { } prediction
                || OutOfScope.Is(_model.Labels[prediction.Best]))
            {
                continue;
            }

            context.Add(Claim(turn.Number, prediction.Best, prediction.Score, []));
            if (turn.Active && query != before)
            {
                findings.Add(prediction.Best, turn.Number, prediction.Score, active > 1 ? 1 + ((position - 1f) / (active - 1)) : 1);
            }

            before = query;
        }

        if (_model.Manifest.Kind == LabelKind.Sentiment)
        {
            LabelCourse(context, findings);
            return;
        }

        for (var k = 0; k < _model.Labels.Length; k++)
        {
            if (findings.Best[k] > 0)
            {
                context.Add(Claim(null, k, findings.Best[k], findings.TurnsOf(k, MostEvidence)));
            }
        }
    }

    private void AddQuery(ConversationContext context, int index, TextUnits units, CancellationToken cancellationToken)
    {
        if (_model.Manifest.Features is { Form: TextForm.Folded } features)
        {
            units.Add(context.ReadQuery(index, cancellationToken), features, cancellationToken);
        }
        else
        {
            units.Add(context.Turns[index].Message.Query, _model.Manifest.Features, cancellationToken);
        }
    }

    private void AddAnswer(ConversationContext context, int index, TextUnits units, CancellationToken cancellationToken)
    {
        if (_model.Manifest.Features is { Form: TextForm.Folded } features)
        {
            units.Add(context.ReadAnswer(index, cancellationToken), features, cancellationToken);
        }
        else
        {
            units.Add(context.Turns[index].Message.Answer, _model.Manifest.Features, cancellationToken);
        }
    }

    // Neutral turns do not count against a sentiment that other turns show.
    private void LabelCourse(ConversationContext context, Findings findings)
    {
        var (positive, negative) = (Sum("positive"), Sum("negative"));
        var value = positive + negative == 0 ? "neutral"
            : Math.Min(positive, negative) * 2 >= Math.Max(positive, negative) ? "mixed"
            : positive > negative ? "positive" : "negative";
        var k = _model.Labels.IndexOf(value);
        if (k < 0 || (value == "neutral" && findings.Best[k] == 0))
        {
            return;
        }

        var score = value switch
        {
            "mixed" => Math.Min(positive, negative) / (positive + negative) * 2,
            "neutral" => findings.Best[k],
            _ => Math.Max(positive, negative) / (positive + negative),
        };
        context.Add(Claim(null, k, score, value == "mixed" ? [] : findings.TurnsOf(k, MostEvidence)));

        float Sum(string label) => _model.Labels.IndexOf(label) is var at and >= 0 ? findings.Weight[at] : 0;
    }

    private bool Speaks(string? language) => _languages.IsEmpty || (language is not null && _languages.Contains(language));

    private Label Claim(int? turn, int label, float score, ImmutableArray<string> evidence) =>
        new(turn, _model.Manifest.Kind, _model.Labels[label], MathF.Round(score, 2), Name, Revision, evidence);

    /// <summary>The predictions for the turns of one conversation; reused.</summary>
    private sealed class Findings
    {
        private readonly List<(int Label, int Turn)> _turns = [];
        private float[] _probabilities = [];

        /// <summary>For each label the probability on its surest turn.</summary>
        public float[] Best { get; private set; } = [];

        /// <summary>For each label the sum of its probabilities, with later turns weighing more.</summary>
        public float[] Weight { get; private set; } = [];

        public Span<float> Begin(int labels)
        {
            if (_probabilities.Length < labels)
            {
                (_probabilities, Best, Weight) = (new float[labels], new float[labels], new float[labels]);
            }

            Best.AsSpan().Clear();
            Weight.AsSpan().Clear();
            _turns.Clear();
            return _probabilities.AsSpan(0, labels);
        }

        public void Add(int label, int turn, float score, float weight)
        {
            Best[label] = MathF.Max(Best[label], score);
            Weight[label] += score * weight;
            _turns.Add((label, turn));
        }

        public ImmutableArray<string> TurnsOf(int label, int most) =>
            [.. _turns.Where(t => t.Label == label).Take(most).Select(t => TurnName.Of(t.Turn))];
    }
}
