namespace Colloquy.Stores;

/// <summary>What annotators answered. Content of a conversation: it goes when the conversation is deleted.</summary>
public interface IAnnotations
{
    /// <summary>Those of the conversations, in the order of (conversation, annotator, key), ordinal; unknown ids have none.</summary>
    Task<IReadOnlyList<Annotation>> ReadAnnotationsAsync(IReadOnlyCollection<string> conversationIds, CancellationToken cancellationToken);

    /// <summary>
    /// Saves an answer in place of the one of its key and removes those of its annotator under keys that are not current. Of a conversation that is unknown or deleted nothing
    /// is saved.
    /// </summary>
    /// <param name="current">Keys of the questions that the annotator has about the conversation as it is now.</param>
    Task SaveAnnotationAsync(Annotation annotation, IReadOnlyCollection<string> current, CancellationToken cancellationToken);

    /// <summary>In the order of (annotator, refusal), answers before refusals.</summary>
    Task<IReadOnlyList<AnnotationCount>> CountAnnotationsAsync(CancellationToken cancellationToken);
}

/// <summary>How many questions an annotator answered, or refused for one reason.</summary>
/// <param name="Refusal">Null for answers.</param>
/// <param name="Dropped">Values of the answers outside the vocabulary.</param>
public sealed record AnnotationCount(string Annotator, string? Refusal, long Questions, long Dropped);
