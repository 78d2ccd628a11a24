namespace Colloquy.Categorisers;

/// <summary>
/// Labels conversations. Pure: the same turns give the same labels on any thread, and nothing else is read. An implementation may keep
/// read-only tables and is shared by all workers.
/// </summary>
public interface ICategoriser
{
    /// <summary>Stored with each label: <c>taxonomy</c>, <c>script-and-stopwords</c>, …</summary>
    string Name { get; }

    /// <summary>Changes whenever answers may change; stored with each label, and a changed one makes conversations due again.</summary>
    string Revision { get; }

    /// <summary>
    /// Adds labels for a conversation and its turns; adds none where it abstains. <paramref name="labels"/> holds what earlier
    /// categorisers said (the language comes first).
    /// </summary>
    /// <param name="cancellationToken">To be looked at from turn to turn at least, and within a long text: a message may have 60 MB.</param>
    /// <exception cref="OperationCanceledException">It was told to stop; what it added so far is to be thrown away.</exception>
    void Label(Conversation conversation, ImmutableArray<Turn> turns, IList<Label> labels, CancellationToken cancellationToken = default);
}
