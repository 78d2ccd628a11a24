namespace Colloquy.Units;

/// <summary>A conversation on which a stage failed.</summary>
/// <param name="Stage">Name of the stage.</param>
/// <param name="Kind">Type of the exception. Its message may quote text and is left out.</param>
public sealed record ConversationFailure(string Stage, string ConversationId, string Kind)
{
    private const int Named = 3;

    internal static ConversationFailure Of(string stage, string conversationId, Exception failure) =>
        new(stage, conversationId, failure.GetType().Name);

    internal static string Describe(IReadOnlyList<ConversationFailure> failures)
    {
        var first = failures[0];
        var ids = failures.Select(failure => failure.ConversationId).Distinct(StringComparer.Ordinal).ToList();
        var more = ids.Count > Named ? $" and {ids.Count - Named} more (see the log)" : "";
        return $"{first.Stage} failed for {(ids.Count == 1 ? "conversation" : "conversations")} "
            + $"{string.Join(", ", ids.Take(Named))}{more}: {first.Kind}. Everything else is done; the next run tries again. "
            + $"This is a bug; please report it. To exclude and continue: colloquy exclude {string.Join(' ', ids.Take(Named))}";
    }
}

/// <summary>A stage cannot process a day because of one conversation. The message names the conversation and the workaround.</summary>
public sealed class ConversationException : Exception
{
    /// <summary>Creates an exception with a default message.</summary>
    public ConversationException() { }
    /// <summary>Creates an exception with a message.</summary>
    public ConversationException(string message) : base(message) { }
    /// <summary>Creates an exception with a message and a cause.</summary>
    public ConversationException(string message, Exception inner) : base(message, inner) { }

    internal static ConversationException Of(string stage, string conversationId, Exception failure) => new(
        $"{stage} failed for conversation {conversationId}: {failure.GetType().Name}. This is a bug; please report it. "
        + $"To exclude it and continue: colloquy exclude {conversationId}",
        failure);
}
