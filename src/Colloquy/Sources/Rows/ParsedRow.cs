namespace Colloquy.Sources.Rows;

/// <summary>The result of parsing one raw row. Exactly one value is set; a bad row is a dead letter.</summary>
public sealed record ParsedRow(
    Conversation? Conversation, Message? Message, Feedback? Feedback, App? App, EndUser? EndUser, DeadLetter? Dead)
{
    /// <summary>The conversation of a message or feedback; null for other rows.</summary>
    public string? ConversationId => Message?.ConversationId ?? Feedback?.ConversationId;
}
