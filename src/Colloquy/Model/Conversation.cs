namespace Colloquy.Model;

/// <summary>
/// One row of Dify's <c>conversations</c> table. Times are UTC; JSON columns are text as the source gave it; null means that the source had
/// no value. Properties without a comment are Dify's column of the same name.
/// </summary>
public sealed record Conversation
{
    /// <summary>The source's id, usually a lower-case version 4 UUID; any non-empty text is accepted.</summary>
    public required string Id { get; init; }
    /// <summary>Id of the app.</summary>
    public string? AppId { get; init; }
    /// <summary>Kind of app: <c>chat</c>, <c>agent-chat</c>, <c>advanced-chat</c>, … Open-ended.</summary>
    public string? Mode { get; init; }
    /// <summary>Title.</summary>
    public string? Name { get; init; }
    /// <summary>Dify's summary.</summary>
    public string? Summary { get; init; }
    /// <summary>Id of the model configuration.</summary>
    public string? AppModelConfigId { get; init; }
    /// <summary>Null for advanced-chat, where only messages name the model.</summary>
    public string? ModelProvider { get; init; }
    /// <inheritdoc cref="ModelProvider"/>
    public string? ModelId { get; init; }
    /// <summary>JSON text; set only in a debugging session with changed settings.</summary>
    public string? OverrideModelConfigs { get; init; }
    /// <summary>JSON object as text: the app's form variables, from which declared dimensions are read.</summary>
    public string? Inputs { get; init; }
    /// <summary>Opening statement.</summary>
    public string? Introduction { get; init; }
    /// <summary>System prompt.</summary>
    public string? SystemInstruction { get; init; }
    /// <summary>Tokens of the system prompt.</summary>
    public int? SystemInstructionTokens { get; init; }
    /// <summary>Dify's status, usually <c>normal</c>.</summary>
    public string? Status { get; init; }
    /// <summary><c>web-app</c>, <c>service-api</c>, <c>explore</c>, <c>debugger</c>, … Open-ended.</summary>
    public string? InvokeFrom { get; init; }
    /// <summary><c>api</c> (end users) or <c>console</c> (signed-in accounts).</summary>
    public string? FromSource { get; init; }
    /// <summary>Id of the end user; null for accounts.</summary>
    public string? FromEndUserId { get; init; }
    /// <summary>
    /// The customer's own id of the end user, see <see cref="EndUser"/>. Not part of the row; added while collecting, if known.
    /// </summary>
    public string? ExternalUserId { get; init; }
    /// <summary>Id of the signed-in account; null for end users.</summary>
    public string? FromAccountId { get; init; }
    /// <summary>When an account read it.</summary>
    public DateTimeOffset? ReadAt { get; init; }
    /// <summary>The account that read it.</summary>
    public string? ReadAccountId { get; init; }
    /// <summary>Dify's count of turns.</summary>
    public int? DialogueCount { get; init; }
    /// <summary>When it began.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
    /// <summary>When it last changed; null if unknown.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
    /// <summary>Whether it was deleted.</summary>
    public bool IsDeleted { get; init; }
    /// <summary>Columns unknown to Colloquy as one JSON object in text, keys in ordinal order; null if there are none.</summary>
    public string? Extra { get; init; }

    /// <summary>The end user, by the customer's own id if known; else the account; else null.</summary>
    public Actor? Actor => Model.Actor.From(ExternalUserId ?? FromEndUserId, FromAccountId);

    /// <summary>Whether this is a builder testing the app. Stored, but left out of reports by default.</summary>
    public bool IsDebugger => InvokeFrom == "debugger" || OverrideModelConfigs is not null;
}
