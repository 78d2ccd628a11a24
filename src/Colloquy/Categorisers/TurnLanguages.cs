namespace Colloquy.Categorisers;

/// <summary>The languages that earlier categorisers found, looked up once for all turns of a conversation.</summary>
internal readonly struct TurnLanguages
{
    private readonly Dictionary<int, string>? _ofTurns;

    public TurnLanguages(IList<Label> labels)
    {
        foreach (var label in labels)
        {
            if (label.Kind != LabelKind.Language)
            {
                continue;
            }

            if (label.Turn is { } turn)
            {
                (_ofTurns ??= [])[turn] = label.Value;
            }
            else
            {
                OfConversation = label.Value;
            }
        }
    }

    /// <summary>ISO 639 code; null where it is unknown.</summary>
    public string? OfConversation { get; }

    /// <summary>That of the turn, where it is known, else that of the conversation.</summary>
    public string? Of(int turn) => _ofTurns?.GetValueOrDefault(turn) ?? OfConversation;
}
