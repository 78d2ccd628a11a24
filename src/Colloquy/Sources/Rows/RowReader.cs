namespace Colloquy.Sources.Rows;

// Stand-in: the branch that builds the files source brings the real one.
public sealed class RowReader
{
    public ParsedRow Read(SourceTable table, ReadOnlyMemory<byte> raw, string origin) => throw new NotImplementedException();
}

/// <summary>One raw row read: exactly one of the values is set, a dead letter when it is bad.</summary>
public sealed record ParsedRow(Conversation? Conversation, Message? Message, Feedback? Feedback, App? App, DeadLetter? Dead)
{
    /// <summary>The conversation that a message or feedback belongs to; null for other rows.</summary>
    public string? ConversationId => Message?.ConversationId ?? Feedback?.ConversationId;
}
