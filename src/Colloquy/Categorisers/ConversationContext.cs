using Colloquy.Categorisers.Matching;

namespace Colloquy.Categorisers;

/// <summary>
/// A conversation while it is labelled: its turns, its labels so far, and its texts, each of which is read once for all categorisers. Used
/// by one thread at a time.
/// </summary>
public sealed class ConversationContext
{
    private readonly List<Label> _labels = [];
    private Dictionary<int, string>? _languages;

    /// <summary>A context of its own, for calling a categoriser without a <see cref="Labeller"/>.</summary>
    /// <param name="conversation">The conversation to label.</param>
    /// <param name="turns">Its turns, by number.</param>
    /// <param name="labels">Labels of earlier categorisers; none if null.</param>
    public ConversationContext(Conversation conversation, ImmutableArray<Turn> turns, IEnumerable<Label>? labels = null)
        : this(conversation, turns, labels ?? [], new Workspace())
    {
    }

    /// <param name="workspace">Reserved for this conversation until it is labelled.</param>
    internal ConversationContext(Conversation conversation, ImmutableArray<Turn> turns, IEnumerable<Label> labels, Workspace workspace)
    {
        (Conversation, Turns, Workspace) = (conversation, turns, workspace);
        foreach (var label in labels)
        {
            Add(label);
        }
    }

    /// <summary>The conversation without its messages.</summary>
    public Conversation Conversation { get; }

    /// <summary>All turns in order of their numbers, including regenerations.</summary>
    public ImmutableArray<Turn> Turns { get; }

    /// <summary>The labels so far, in the order in which they were added.</summary>
    public IReadOnlyList<Label> Labels => _labels;

    /// <summary>Language of the conversation as an ISO 639 code; null if no label names it.</summary>
    public string? Language { get; private set; }

    internal Workspace Workspace { get; }

    /// <summary>Language of a turn as an ISO 639 code: its own if a label names it, else that of the conversation.</summary>
    /// <param name="turn">Number of the turn.</param>
    public string? LanguageOf(int turn) => _languages?.GetValueOrDefault(turn) ?? Language;

    /// <summary>Adds a label. Later categorisers see it.</summary>
    public void Add(Label label)
    {
        _labels.Add(label);
        if (label.Kind != LabelKind.Language)
        {
            return;
        }

        if (label.Turn is { } turn)
        {
            (_languages ??= [])[turn] = label.Value;
        }
        else
        {
            Language = label.Value;
        }
    }

    /// <summary>Reads the query of a turn, folded and split into tokens.</summary>
    /// <param name="index">Index of the turn in <see cref="Turns"/>.</param>
    /// <returns>Valid until the next text is read.</returns>
    internal TextReading ReadQuery(int index, CancellationToken cancellationToken) =>
        Workspace.Texts.Of(2 * index, Turns[index].Message.Query, cancellationToken);

    /// <summary>Reads the answer of a turn, folded and split into tokens.</summary>
    /// <inheritdoc cref="ReadQuery"/>
    internal TextReading ReadAnswer(int index, CancellationToken cancellationToken) =>
        Workspace.Texts.Of((2 * index) + 1, Turns[index].Message.Answer, cancellationToken);

    /// <summary>The labels in <see cref="LabelOrder"/>.</summary>
    internal ImmutableArray<Label> InOrder()
    {
        _labels.Sort(LabelOrder.Instance);
        return [.. _labels];
    }
}
