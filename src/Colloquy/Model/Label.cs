namespace Colloquy.Model;

/// <summary>
/// A claim about a turn or a whole conversation, with its classifier and the evidence. A classifier that is not sure makes no label.
/// </summary>
/// <param name="Turn">Number of the turn, from 1, as in <see cref="Turn.Number"/>; null for the whole conversation.</param>
/// <param name="Kind">One of <see cref="LabelKind"/>.</param>
/// <param name="Value">The category, for example <c>billing</c>.</param>
/// <param name="Score">Strength of the evidence from 0 to 1. Not a probability unless the classifier is documented as calibrated.</param>
/// <param name="Classifier">Name of the classifier, for example <c>taxonomy</c>.</param>
/// <param name="Revision">Changes whenever the classifier's results may change.</param>
/// <param name="Evidence">The matched words for a turn; the turns, as <c>turn:3</c>, for a conversation.</param>
public sealed record Label(
    int? Turn, string Kind, string Value, float Score, string Classifier, string Revision, ImmutableArray<string> Evidence);
