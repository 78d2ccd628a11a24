using System.Globalization;
using Colloquy.Categorisers;

namespace Colloquy.Annotators;

/// <summary>Collects the labels of one answer: values of the vocabulary once each; other values are counted.</summary>
public sealed class Claims(Vocabulary vocabulary, string annotator, string revision)
{
    /// <summary>The score of a value without one.</summary>
    public const float Unscored = 0.5f;

    private const int MostEvidence = 5;

    private readonly List<Label> labels = [];

    /// <summary>Number of values that are not in the vocabulary, or are further values of a kind that allows only one.</summary>
    public int Dropped { get; private set; }

    /// <summary>The labels, in <see cref="LabelOrder"/>.</summary>
    public ImmutableArray<Label> Labels => [.. labels.Order(LabelOrder.Instance)];

    /// <summary>Adds a value that the answer gives.</summary>
    /// <param name="score">Clamped to the range 0 to 1. Null and NaN become <see cref="Unscored"/>.</param>
    /// <param name="turns">Numbers of the turns that support it.</param>
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
                null, kind, value, score is { } given && !double.IsNaN(given) ? (float)Math.Clamp(given, 0, 1) : Unscored, annotator,
                revision,
                [.. (turns ?? []).Distinct().Order().Take(MostEvidence)
                    .Select(n => string.Create(CultureInfo.InvariantCulture, $"turn:{n}"))]));
        }
    }
}
