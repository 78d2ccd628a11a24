using System.Globalization;
using Colloquy.Categorisers;

namespace Colloquy.Annotators;

/// <summary>Collects the labels of one answer: values of the vocabulary once each, the others counted.</summary>
public sealed class Claims(Vocabulary vocabulary, string annotator, string revision)
{
    /// <summary>The score where the answer has none.</summary>
    public const float Unscored = 0.5f;

    private const int MostEvidence = 5;

    private readonly List<Label> labels = [];

    /// <summary>Values outside the vocabulary, and further values of kinds that have one.</summary>
    public int Dropped { get; private set; }

    /// <summary>In <see cref="LabelOrder"/>.</summary>
    public ImmutableArray<Label> Labels => [.. labels.Order(LabelOrder.Instance)];

    /// <param name="score">Anything; what is no number from 0 to 1 is cut to that.</param>
    /// <param name="turns">Numbers of turns on which it rests.</param>
    public void Add(string kind, string said, double? score = null, IEnumerable<int>? turns = null)
    {
        var value = vocabulary.Find(kind, said);
        if (value is null || (Vocabulary.OneValued.Contains(kind) && labels.Any(l => l.Kind == kind && l.Value != value)))
        {
            Dropped++;
        }
        else if (!labels.Any(l => l.Kind == kind && l.Value == value))
        {
            labels.Add(new Label(
                null, kind, value, score is { } given && !double.IsNaN(given) ? (float)Math.Clamp(given, 0, 1) : Unscored, annotator, revision,
                [.. (turns ?? []).Distinct().Order().Take(MostEvidence).Select(n => string.Create(CultureInfo.InvariantCulture, $"turn:{n}"))]));
        }
    }
}
