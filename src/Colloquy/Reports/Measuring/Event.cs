namespace Colloquy.Reports.Measuring;

/// <summary>Something that a report counts at an instant: a conversation began, or a turn was taken.</summary>
/// <param name="Actor">Who did it; of a turn, the message's own, else the conversation's.</param>
/// <param name="Turn">Null for the beginning of the conversation.</param>
/// <param name="Debugger">By the conversation, or by the message alone.</param>
internal readonly record struct Event(DateTimeOffset At, Actor? Actor, Turn? Turn, bool Debugger)
{
    /// <summary>The conversation's beginning, then its turns.</summary>
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
