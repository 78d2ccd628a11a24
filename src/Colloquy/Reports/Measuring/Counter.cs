namespace Colloquy.Reports.Measuring;

/// <summary>Counters. The numbers are stored: new ones are added at the end, together with a new <see cref="DayCodec.Version"/>.</summary>
internal enum Counter
{
    Conversations,
    Turns,
    ActiveTurns,
    AnonymousTurns,
    Unpriced,
    Errors,
    EmptyAnswers,
    Regenerations,
    Likes,
    Dislikes,
    ConversationTurns,
    DebuggerConversations,
    DebuggerTurns,
    Length0,
    Length1To2,
    Length3To5,
    Length6To10,
    Length11To20,
    Length21AndMore,
}
