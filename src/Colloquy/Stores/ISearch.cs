namespace Colloquy.Stores;

/// <summary>Full-text search over queries and answers of live conversations.</summary>
public interface ISearch
{
    /// <summary>
    /// Newest hits first. All words must occur in one message (query or answer), the last letters of a word may be missing; text in quotes
    /// is a phrase; scripts without spaces match anywhere. Reads only: conversations that the index does not have yet are looked through one by one.
    /// </summary>
    Task<IReadOnlyList<SearchHit>> SearchAsync(string text, int limit, CancellationToken cancellationToken);

    /// <summary>Conversations that the index does not have yet.</summary>
    Task<long> CountUnindexedAsync(CancellationToken cancellationToken);

    /// <summary>Brings the index up to date. Writes, as a run does.</summary>
    Task IndexAsync(CancellationToken cancellationToken);
}

/// <summary>A message that matches.</summary>
public sealed record SearchHit(string ConversationId, Message Message);
