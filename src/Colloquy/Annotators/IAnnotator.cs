using Colloquy.Sources;

namespace Colloquy.Annotators;

/// <summary>
/// Annotates conversations by calling a service over the network: a chat model, a workflow. Unlike a categoriser it costs time and money
/// and may fail. Its questions are a pure function of the conversation, so each answer is stored under the hash of its question.
/// Thread-safe.
/// </summary>
public interface IAnnotator : IDisposable
{
    /// <summary>Stored with each label and annotation: <c>chat</c>, <c>translation</c>, <c>dify</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Changes whenever answers may change: service, model, prompt. Stored with each label; a new revision makes conversations due again.
    /// </summary>
    string Revision { get; }

    /// <summary>Kinds whose conversation labels replace those of the categorisers.</summary>
    ImmutableArray<string> Kinds { get; }

    /// <summary>The questions it would ask about a conversation; empty if it has none. Pure.</summary>
    /// <param name="labels">Labels of the categorisers.</param>
    ImmutableArray<Question> QuestionsOf(Conversation conversation, ImmutableArray<Turn> turns, ImmutableArray<Label> labels);

    /// <summary>Asks the service.</summary>
    /// <exception cref="AnnotatorException">There is no answer.</exception>
    Task<Annotation> AnswerAsync(Question question, CancellationToken cancellationToken);

    /// <summary>Checks the service with one cheap request.</summary>
    IAsyncEnumerable<Finding> ExamineAsync(CancellationToken cancellationToken);
}

/// <summary>One question about a conversation.</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="Key">See <see cref="Annotation.Key"/>.</param>
/// <param name="Text">The text sent to the service.</param>
/// <param name="Turns">The turns that the text contains.</param>
public sealed record Question(string ConversationId, string Key, string Text, ImmutableArray<Turn> Turns);
