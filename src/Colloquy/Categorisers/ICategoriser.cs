namespace Colloquy.Categorisers;

/// <summary>
/// Labels conversations. A categoriser is a pure function: the same conversation gets the same labels on any thread, and nothing but the
/// context is read. All workers share one instance, so it keeps only read-only tables; working memory belongs to the context.
/// </summary>
public interface ICategoriser
{
    /// <summary>
    /// Name of the categoriser, for example <c>taxonomy</c>. It is stored with each label and must be unique within a
    /// <see cref="Labeller"/>.
    /// </summary>
    string Name { get; }

    /// <summary>
    /// Version of the categoriser, stored with each label. Change it whenever labels may change: conversations that an older revision
    /// labelled then become due again.
    /// </summary>
    string Revision { get; }

    /// <summary>
    /// Adds the labels of a conversation and its turns to the context, or none if there is not enough evidence. The context already holds
    /// the labels of earlier categorisers; the language comes first.
    /// </summary>
    /// <param name="context">The conversation to label.</param>
    /// <param name="cancellationToken">Check it at least once per turn, and within long texts: a message may have 60 MB.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled; the labels added so far are discarded.</exception>
    void Label(ConversationContext context, CancellationToken cancellationToken = default);
}
