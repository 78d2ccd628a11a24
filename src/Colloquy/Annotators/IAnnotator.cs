using Colloquy.Sources;

namespace Colloquy.Annotators;

/// <summary>
/// Says something about conversations by asking a service over the network: a chat model, a workflow. Unlike a categoriser it is not pure: it costs time and money, and it may not
/// answer. What it asks is pure, so an answer is kept under the hash of its question. Safe for use by many threads.
/// </summary>
public interface IAnnotator : IDisposable
{
    /// <summary>Stored with each label and annotation: <c>chat</c>, <c>translation</c>, <c>dify</c>.</summary>
    string Name { get; }

    /// <summary>Changes whenever answers may change: who is asked, and how. Stored with each label, and a changed one makes conversations due again.</summary>
    string Revision { get; }

    /// <summary>Kinds whose labels of a whole conversation take the place of those that the categorisers made.</summary>
    ImmutableArray<string> Kinds { get; }

    /// <summary>What it would ask about a conversation; nothing where it has nothing to say. Pure.</summary>
    /// <param name="labels">What the categorisers said.</param>
    ImmutableArray<Question> QuestionsOf(Conversation conversation, ImmutableArray<Turn> turns, ImmutableArray<Label> labels);

    /// <summary>Asks.</summary>
    /// <exception cref="AnnotatorException">There is no answer.</exception>
    Task<Annotation> AnswerAsync(Question question, CancellationToken stop);

    /// <summary>Tries what asking relies on, at the cost of one cheap request.</summary>
    IAsyncEnumerable<Finding> ExamineAsync(CancellationToken stop);
}

/// <summary>One question about a conversation.</summary>
/// <param name="Key">See <see cref="Annotation.Key"/>.</param>
/// <param name="Text">What is sent of the conversation.</param>
/// <param name="Turns">The turns that the text holds.</param>
public sealed record Question(string ConversationId, string Key, string Text, ImmutableArray<Turn> Turns);
