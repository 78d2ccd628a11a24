namespace Colloquy.Reports.Measuring;

/// <summary>Something that a report counts: the beginning of a conversation, or a turn.</summary>
/// <param name="Actor">Who did it: for a turn the message's actor, or else the conversation's.</param>
/// <param name="Turn">Null for the beginning of a conversation.</param>
/// <param name="Debugger">Whether the conversation or the message is debugger traffic.</param>
internal readonly record struct Event(DateTimeOffset At, Actor? Actor, Turn? Turn, bool Debugger)
{
    /// <summary>The beginning of the conversation, then its turns.</summary>
    public static IEnumerable<Event> Of(AnalysedConversation analysed)
    {
        var conversation = analysed.Conversation;
        var (actor, debugger) = (conversation.Actor, conversation.IsDebugger);
        yield return new Event(conversation.CreatedAt, actor, null, debugger);
        foreach (var turn in analysed.Turns)
        {
            yield return new Event(turn.Message.CreatedAt, turn.Message.Actor ?? actor, turn, debugger || turn.Message.IsDebugger);
        }
    }
}
