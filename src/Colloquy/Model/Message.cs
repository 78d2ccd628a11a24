namespace Colloquy.Model;

/// <summary>
/// One row of Dify's <c>messages</c> table: a user's query and the assistant's answer. The prompt as sent (<c>message</c>)
/// is not kept: it is large, repeats the history and may repeat personal data. Null is never zero. Immutable.
/// </summary>
public sealed record Message
{
    /// <summary>The all-zero UUID that Dify writes for "no parent".</summary>
    public const string Nil = "00000000-0000-0000-0000-000000000000";

    public required string Id { get; init; }
    public required string ConversationId { get; init; }
    public string? AppId { get; init; }
    public string? Query { get; init; }
    /// <summary>Empty until the model has finished; partial when it was stopped.</summary>
    public string? Answer { get; init; }
    /// <summary>Prompt tokens.</summary>
    public long? MessageTokens { get; init; }
    /// <summary>Completion tokens.</summary>
    public long? AnswerTokens { get; init; }
    /// <summary>Price of <see cref="MessagePriceUnit"/> × 1 token in <see cref="Currency"/>.</summary>
    public decimal? MessageUnitPrice { get; init; }
    public decimal? AnswerUnitPrice { get; init; }
    /// <summary>Usually 0.001: the unit price is for a thousand tokens.</summary>
    public decimal? MessagePriceUnit { get; init; }
    public decimal? AnswerPriceUnit { get; init; }
    /// <summary>Cost of the turn in <see cref="Currency"/>, at most seven decimal places.</summary>
    public decimal? TotalPrice { get; init; }
    public string? Currency { get; init; }
    /// <summary>Seconds from the query to the complete answer.</summary>
    public double? Latency { get; init; }
    /// <summary>The message this one follows, as the source gave it: <see cref="Nil"/> is a root, null may be one (see <c>TurnTree</c>).</summary>
    public string? ParentMessageId { get; init; }
    /// <summary>JSON object as text.</summary>
    public string? Inputs { get; init; }
    /// <summary>JSON object as text: usage, retriever resources, annotation reply.</summary>
    public string? Metadata { get; init; }
    /// <summary><c>normal</c>, <c>error</c>, <c>paused</c>; open-ended, null when the source does not say.</summary>
    public string? Status { get; init; }
    public string? Error { get; init; }
    public string? ModelProvider { get; init; }
    public string? ModelId { get; init; }
    public string? OverrideModelConfigs { get; init; }
    public bool? AgentBased { get; init; }
    public string? WorkflowRunId { get; init; }
    public string? InvokeFrom { get; init; }
    public string? FromSource { get; init; }
    public string? FromEndUserId { get; init; }
    /// <summary>The customer's own id of the end user, see <see cref="EndUser"/>; not of the row itself, collecting adds it where it is known.</summary>
    public string? ExternalUserId { get; init; }
    public string? FromAccountId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? UpdatedAt { get; init; }
    /// <inheritdoc cref="Conversation.Extra"/>
    public string? Extra { get; init; }

    /// <inheritdoc cref="Conversation.Actor"/>
    public Actor? Actor => Model.Actor.From(ExternalUserId ?? FromEndUserId, FromAccountId);

    /// <summary><see cref="MessageTokens"/> as they are added up; null when unknown or outside of <see cref="Bounds"/>.</summary>
    public long? TokensIn => MessageTokens is { } tokens && Bounds.HoldsTokens(tokens) ? tokens : null;

    /// <summary><see cref="AnswerTokens"/> as they are added up; null when unknown or outside of <see cref="Bounds"/>.</summary>
    public long? TokensOut => AnswerTokens is { } tokens && Bounds.HoldsTokens(tokens) ? tokens : null;

    /// <summary>The cost as it is added up; null when price or currency is unknown, or the price outside of <see cref="Bounds"/>.</summary>
    public Money? Cost => TotalPrice is { } price && Currency is { Length: > 0 } currency && Bounds.HoldsPrice(price) ? new Money(currency, price) : null;

    /// <summary><see cref="Latency"/> as it is added up; null when unknown or outside of <see cref="Bounds"/>.</summary>
    public double? Seconds => Latency is { } latency && Bounds.HoldsLatency(latency) ? latency : null;

    /// <inheritdoc cref="Conversation.IsDebugger"/>
    public bool IsDebugger => InvokeFrom == "debugger" || OverrideModelConfigs is not null;

    /// <summary>The provider failed: the status is <c>error</c> or an error text is there.</summary>
    public bool Failed => Status == "error" || Error is { Length: > 0 };
}
