namespace Colloquy.Model;

/// <summary>
/// A claim about a turn or a whole conversation. It says who made it and from what, and no label is made where the classifier abstains.
/// </summary>
/// <param name="Turn">Number of the turn from 1, as in <see cref="Turn.Number"/>; null for the whole conversation.</param>
/// <param name="Kind">One of <see cref="LabelKind"/>.</param>
/// <param name="Value">The category, for example <c>billing</c>.</param>
/// <param name="Score">Strength of the evidence from 0 to 1; not a probability unless the classifier says it is calibrated.</param>
/// <param name="Classifier">Name of the classifier, for example <c>taxonomy</c>.</param>
/// <param name="Revision">Changes whenever the classifier's answers may change.</param>
/// <param name="Evidence">What it rests on: the matched words of a turn, or for a conversation the turns, as <c>turn:3</c>.</param>
public sealed record Label(
    int? Turn, string Kind, string Value, float Score, string Classifier, string Revision, ImmutableArray<string> Evidence);
