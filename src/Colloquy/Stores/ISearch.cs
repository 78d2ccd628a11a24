namespace Colloquy.Stores;

/// <summary>Full-text search in the queries and answers of live conversations.</summary>
public interface ISearch
{
    /// <summary>
    /// Finds messages, newest first. All words must occur in one message (query or answer); the last letters of a word may be missing.
    /// Text in quotes is a phrase. Scripts without spaces match anywhere. Nothing is written: conversations that are not indexed yet
    /// are scanned.
    /// </summary>
    Task<IReadOnlyList<SearchHit>> SearchAsync(string text, int limit, CancellationToken cancellationToken);

    /// <summary>Number of conversations that are not indexed yet.</summary>
    Task<long> CountUnindexedAsync(CancellationToken cancellationToken);

    /// <summary>Brings the index up to date. This writes to the store, so the caller must hold it.</summary>
    Task IndexAsync(CancellationToken cancellationToken);
}

/// <summary>A message that matches a search.</summary>
public sealed record SearchHit(string ConversationId, Message Message);
