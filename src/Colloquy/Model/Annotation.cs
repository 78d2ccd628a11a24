namespace Colloquy.Model;

/// <summary>
/// What an annotator, a service that was asked over the network, answered to one question about a conversation. It is kept, so that the same question is asked once.
/// </summary>
public sealed record Annotation
{
    public required string ConversationId { get; init; }
    /// <summary>Hash of everything that shaped the answer: who was asked, how, and about which text. Unique within the conversation.</summary>
    public required string Key { get; init; }
    /// <summary><c>chat</c>, <c>translation</c>, <c>dify</c>.</summary>
    public required string Annotator { get; init; }
    /// <summary>Of the annotator, as its labels carry it.</summary>
    public required string Revision { get; init; }
    /// <summary>In the order of <c>LabelOrder</c>.</summary>
    public ImmutableArray<Label> Labels { get; init; } = [];
    /// <summary>In the order of their names, of which each is there once.</summary>
    public ImmutableArray<Note> Notes { get; init; } = [];
    /// <summary>In the order of message and language. A translation into a language takes the place of the one that was there, whoever made it.</summary>
    public ImmutableArray<Translation> Translations { get; init; } = [];
    /// <summary>Values of the answer that belong to no vocabulary; they are not kept.</summary>
    public int Dropped { get; init; }
    /// <summary>Why there is no answer, and will be none to this question; null where there is one. See <see cref="RefusalReason"/>.</summary>
    public string? Refusal { get; init; }
}

/// <summary>Free text about a conversation: a risk, a recommendation.</summary>
public sealed record Note(string Name, string Text);

/// <summary>A turn in another language.</summary>
/// <param name="Language">ISO 639 code.</param>
/// <param name="Query">Null where the turn has none.</param>
/// <param name="Answer">Null where the turn has none.</param>
public sealed record Translation(string MessageId, string Language, string? Query, string? Answer);

/// <summary>Why a question has no answer.</summary>
public static class RefusalReason
{
    /// <summary>The service will not read or write such text.</summary>
    public const string ContentFilter = "content-filter";
    /// <summary>The service refuses the request for another reason.</summary>
    public const string Rejected = "rejected";
    /// <summary>The answer is not what was asked for, also when asked again.</summary>
    public const string Unusable = "unusable";
    /// <summary>The request or the answer is larger than what is sent or read.</summary>
    public const string TooLarge = "too-large";
    /// <summary>The workflow ran and failed.</summary>
    public const string WorkflowFailed = "workflow-failed";
}
