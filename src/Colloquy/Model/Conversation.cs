namespace Colloquy.Model;

/// <summary>
/// One row of Dify's <c>conversations</c> table, cleaned: times are instants in UTC, JSON columns are text as the source
/// gave it, null means that the source had no value. Immutable.
/// </summary>
public sealed record Conversation
{
    /// <summary>The source's identifier, usually a version 4 UUID in lower case; any non-empty text is accepted.</summary>
    public required string Id { get; init; }
    public string? AppId { get; init; }
    /// <summary>Kind of app: <c>chat</c>, <c>agent-chat</c>, <c>advanced-chat</c>, … Open-ended.</summary>
    public string? Mode { get; init; }
    public string? Name { get; init; }
    public string? Summary { get; init; }
    public string? AppModelConfigId { get; init; }
    /// <summary>Null for advanced-chat, where only the messages know the model.</summary>
    public string? ModelProvider { get; init; }
    /// <inheritdoc cref="ModelProvider"/>
    public string? ModelId { get; init; }
    /// <summary>JSON text; not null in a debugging session with changed settings.</summary>
    public string? OverrideModelConfigs { get; init; }
    /// <summary>JSON object as text: the form variables of the app. Declared dimensions are read from here.</summary>
    public string? Inputs { get; init; }
    public string? Introduction { get; init; }
    public string? SystemInstruction { get; init; }
    public int? SystemInstructionTokens { get; init; }
    public string? Status { get; init; }
    /// <summary><c>web-app</c>, <c>service-api</c>, <c>explore</c>, <c>debugger</c>, … Open-ended.</summary>
    public string? InvokeFrom { get; init; }
    /// <summary><c>api</c> (end users) or <c>console</c> (signed-in accounts).</summary>
    public string? FromSource { get; init; }
    public string? FromEndUserId { get; init; }
    /// <summary>The customer's own id of the end user, see <see cref="EndUser"/>; not of the row itself, collecting adds it where it is known.</summary>
    public string? ExternalUserId { get; init; }
    public string? FromAccountId { get; init; }
    public DateTimeOffset? ReadAt { get; init; }
    public string? ReadAccountId { get; init; }
    public int? DialogueCount { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? UpdatedAt { get; init; }
    public bool IsDeleted { get; init; }
    /// <summary>Columns that Colloquy does not know, as one JSON object in text, keys in ordinal order; null when there are none.</summary>
    public string? Extra { get; init; }

    /// <summary>Who talked: the end user, by the customer's own id where it is known, else the account, else null (unknown stays unknown).</summary>
    public Actor? Actor => Model.Actor.From(ExternalUserId ?? FromEndUserId, FromAccountId);

    /// <summary>Traffic of a builder trying the app out; stored, but left out of reports by default.</summary>
    public bool IsDebugger => InvokeFrom == "debugger" || OverrideModelConfigs is not null;
}
