namespace Colloquy.Model;

/// <summary>
/// The answer of an annotator (a service called over the network) to one question about a conversation. Stored so that each question is
/// asked only once.
/// </summary>
public sealed record Annotation
{
    /// <summary>The conversation that was asked about.</summary>
    public required string ConversationId { get; init; }
    /// <summary>
    /// Hash of everything that shapes the answer: the service, its settings and the text sent. Unique within the conversation.
    /// </summary>
    public required string Key { get; init; }
    /// <summary><c>chat</c>, <c>translation</c>, <c>dify</c>.</summary>
    public required string Annotator { get; init; }
    /// <summary>The annotator's revision, also stored with its labels.</summary>
    public required string Revision { get; init; }
    /// <summary>In <c>LabelOrder</c>.</summary>
    public ImmutableArray<Label> Labels { get; init; } = [];
    /// <summary>Ordered by name; names are unique.</summary>
    public ImmutableArray<Note> Notes { get; init; } = [];
    /// <summary>Ordered by message and language. A translation replaces an earlier one into the same language, whoever made it.</summary>
    public ImmutableArray<Translation> Translations { get; init; } = [];
    /// <summary>Number of values in the answer that are not in the vocabulary. The values are discarded.</summary>
    public int Dropped { get; init; }
    /// <summary>Why the service will never answer this question, see <see cref="RefusalReason"/>; null if it answered.</summary>
    public string? Refusal { get; init; }
}

/// <summary>Free text about a conversation: a risk, a recommendation.</summary>
/// <param name="Name">What the text is, for example <c>risk</c>.</param>
/// <param name="Text">The text.</param>
public sealed record Note(string Name, string Text);

/// <summary>A turn in another language.</summary>
/// <param name="MessageId">The translated message.</param>
/// <param name="Language">ISO 639 code of the target language.</param>
/// <param name="Query">Null if the turn has no query.</param>
/// <param name="Answer">Null if the turn has no answer.</param>
public sealed record Translation(string MessageId, string Language, string? Query, string? Answer);

/// <summary>Why a question will never be answered.</summary>
public static class RefusalReason
{
    /// <summary>The service's content filter blocked the text.</summary>
    public const string ContentFilter = "content-filter";
    /// <summary>The service rejected the request for another reason.</summary>
    public const string Rejected = "rejected";
    /// <summary>The answer had the wrong shape, twice.</summary>
    public const string Unusable = "unusable";
    /// <summary>The request or the answer exceeds the size limit.</summary>
    public const string TooLarge = "too-large";
    /// <summary>The workflow ran and failed.</summary>
    public const string WorkflowFailed = "workflow-failed";
}
