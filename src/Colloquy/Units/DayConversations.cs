using Colloquy.Analyse;
using Colloquy.Stores;

namespace Colloquy.Units;

/// <summary>Assembles the conversations of a day.</summary>
internal static class DayConversations
{
    /// <exception cref="ConversationException">A conversation cannot be assembled; the message names it.</exception>
    public static AnalysedConversation Assemble(this Assembler assembler, LabelledThread thread, string stage)
    {
        try
        {
            return assembler.Assemble(thread.Thread, thread.Labels);
        }
#pragma warning disable CA1031 // Rethrown with the id of the conversation.
        catch (Exception failure) when (failure is not (OperationCanceledException or OutOfMemoryException))
#pragma warning restore CA1031
        {
            throw ConversationException.Of(stage, thread.Thread.Conversation.Id, failure);
        }
    }
}
