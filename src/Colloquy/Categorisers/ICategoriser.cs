namespace Colloquy.Categorisers;

/// <summary>
/// Labels conversations. Pure: the same conversation gets the same labels on any thread, and nothing else is read. An implementation may
/// keep read-only tables and is shared by all workers; working memory belongs to the context.
/// </summary>
public interface ICategoriser
{
    /// <summary>Stored with each label: <c>taxonomy</c>, <c>script-and-stopwords</c>, …</summary>
    string Name { get; }

    /// <summary>Changes whenever answers may change; stored with each label, and a changed one makes conversations due again.</summary>
    string Revision { get; }

    /// <summary>
    /// Adds labels for a conversation and its turns to its context; adds none where it abstains. The context holds the labels of earlier
    /// categorisers (the language comes first).
    /// </summary>
    /// <param name="cancellationToken">To be checked from turn to turn at least, and within a long text: a message may have 60 MB.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; the labels added so far are discarded.</exception>
    void Label(ConversationContext context, CancellationToken cancellationToken = default);
}
