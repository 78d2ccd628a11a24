namespace Colloquy.Categorisers;

/// <summary>
/// The order of labels: those of the conversation first, then turn by turn; within these by kind, value and classifier, compared ordinally.
/// </summary>
public sealed class LabelOrder : IComparer<Label>
{
    /// <summary>The only instance.</summary>
    public static LabelOrder Instance { get; } = new();

    private LabelOrder()
    {
    }

    /// <inheritdoc/>
    public int Compare(Label? x, Label? y) =>
        (x, y) switch
        {
            (null, null) => 0,
            (null, _) => -1,
            (_, null) => 1,
            _ => (x.Turn ?? 0).CompareTo(y.Turn ?? 0) is var byTurn and not 0 ? byTurn
                : string.CompareOrdinal(x.Kind, y.Kind) is var byKind and not 0 ? byKind
                : string.CompareOrdinal(x.Value, y.Value) is var byValue and not 0 ? byValue
                : string.CompareOrdinal(x.Classifier, y.Classifier),
        };
}
