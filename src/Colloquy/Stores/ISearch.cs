namespace Colloquy.Stores;

/// <summary>Full-text search over queries and answers of live conversations.</summary>
public interface ISearch
{
    /// <summary>
    /// Newest hits first. All words must occur in one message (query or answer), the last letters of a word may be missing; text in quotes
    /// is a phrase; scripts without spaces match anywhere. The index catches up with the record before it answers.
    /// </summary>
    Task<IReadOnlyList<SearchHit>> SearchAsync(string text, int limit, CancellationToken stop);
}

/// <summary>A message that matches.</summary>
public sealed record SearchHit(string ConversationId, Message Message);
