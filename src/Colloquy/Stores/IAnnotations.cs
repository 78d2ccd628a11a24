namespace Colloquy.Stores;

/// <summary>Answers of annotators. They belong to the content of a conversation and are deleted with it.</summary>
public interface IAnnotations
{
    /// <summary>Answers about the given conversations, ordered by (conversation, annotator, key), ordinal. Unknown ids have none.</summary>
    Task<IReadOnlyList<Annotation>> ReadAnnotationsAsync(IReadOnlyCollection<string> conversationIds, CancellationToken cancellationToken);

    /// <summary>
    /// Upserts an answer by its key, and removes the same annotator's answers whose keys are not current. Nothing is saved for a
    /// conversation that is unknown or deleted.
    /// </summary>
    /// <param name="current">Keys of the questions that the annotator has about the current version of the conversation.</param>
    Task SaveAnnotationAsync(Annotation annotation, IReadOnlyCollection<string> current, CancellationToken cancellationToken);

    /// <summary>Number of answers and refusals by annotator, ordered by (annotator, refusal); answers come before refusals.</summary>
    Task<IReadOnlyList<AnnotationCount>> CountAnnotationsAsync(CancellationToken cancellationToken);
}

/// <summary>How many questions an annotator answered, or refused for one reason.</summary>
/// <param name="Refusal">The reason for the refusal; null for answers.</param>
/// <param name="Dropped">Number of values in the answers that are not in the vocabulary.</param>
public sealed record AnnotationCount(string Annotator, string? Refusal, long Questions, long Dropped);
