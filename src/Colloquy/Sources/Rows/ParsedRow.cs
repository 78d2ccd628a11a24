namespace Colloquy.Sources.Rows;

/// <summary>One raw row read: exactly one of the values is set, a dead letter when it is bad.</summary>
public sealed record ParsedRow(Conversation? Conversation, Message? Message, Feedback? Feedback, App? App, EndUser? EndUser, DeadLetter? Dead)
{
    /// <summary>The conversation that a message or feedback belongs to; null for other rows.</summary>
    public string? ConversationId => Message?.ConversationId ?? Feedback?.ConversationId;
}
