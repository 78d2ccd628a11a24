namespace Colloquy.Model;

/// <summary>A thread with its turn tree, measures, declared dimensions and labels: the input of publishing and reporting.</summary>
/// <param name="Thread">The stored conversation.</param>
/// <param name="Turns">Ordered by <see cref="Turn.Number"/>.</param>
/// <param name="Measures">Figures of the conversation.</param>
/// <param name="Dimensions">Values of the declared dimensions that this conversation has, in declaration order.</param>
/// <param name="Labels">Ordered: the conversation first, then by turn, kind and value.</param>
public sealed record AnalysedConversation(
    ConversationThread Thread,
    ImmutableArray<Turn> Turns,
    ConversationMeasures Measures,
    ImmutableArray<KeyValuePair<string, string>> Dimensions,
    ImmutableArray<Label> Labels)
{
    /// <summary>The conversation's own row.</summary>
    public Conversation Conversation => Thread.Conversation;

    /// <summary>ISO 639-1 code of the conversation's language label; null if there is none.</summary>
    public string? Language => Labels.FirstOrDefault(l => l is { Turn: null, Kind: LabelKind.Language })?.Value;

    /// <summary>The conversation's model, or else that of its newest turn that names one (advanced-chat); null if unknown.</summary>
    public string? ModelId => Conversation.ModelId ?? Turns.LastOrDefault(t => t.Message.ModelId is not null)?.Message.ModelId;
}
