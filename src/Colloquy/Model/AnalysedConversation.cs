namespace Colloquy.Model;

/// <summary>A thread with its turn tree, measures, declared dimensions and labels: what publishing and reporting work on.</summary>
/// <param name="Turns">In the order of <see cref="Turn.Number"/>.</param>
/// <param name="Dimensions">Values of the declared dimensions that this conversation has, in the order of their declaration.</param>
/// <param name="Labels">In a fixed order: conversation first, then by turn, kind, value.</param>
public sealed record AnalysedConversation(
    ConversationThread Thread,
    ImmutableArray<Turn> Turns,
    ConversationMeasures Measures,
    ImmutableArray<KeyValuePair<string, string>> Dimensions,
    ImmutableArray<Label> Labels)
{
    public Conversation Conversation => Thread.Conversation;

    /// <summary>The conversation's language label as an ISO 639-1 code, or null where none was claimed.</summary>
    public string? Language => Labels.FirstOrDefault(l => l is { Turn: null, Kind: LabelKind.Language })?.Value;

    /// <summary>The model of the conversation, or of its newest turn that names one (advanced-chat).</summary>
    public string? ModelId => Conversation.ModelId ?? Turns.LastOrDefault(t => t.Message.ModelId is not null)?.Message.ModelId;
}
