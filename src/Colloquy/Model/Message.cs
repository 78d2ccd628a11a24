namespace Colloquy.Model;

/// <summary>
/// One row of Dify's <c>messages</c> table: a user's query and the assistant's answer. The full prompt (<c>message</c>) is not kept: it is
/// large, repeats the history and may repeat personal data. Null means unknown, never zero.
/// </summary>
public sealed record Message
{
    /// <summary>The all-zero UUID that Dify writes for "no parent".</summary>
    public const string Nil = "00000000-0000-0000-0000-000000000000";

    /// <summary>The source's id.</summary>
    public required string Id { get; init; }
    /// <summary>The conversation it belongs to.</summary>
    public required string ConversationId { get; init; }
    /// <summary>Id of the app.</summary>
    public string? AppId { get; init; }
    /// <summary>The user's text.</summary>
    public string? Query { get; init; }
    /// <summary>Empty until the model has finished; partial if it was stopped.</summary>
    public string? Answer { get; init; }
    /// <summary>Prompt tokens.</summary>
    public long? MessageTokens { get; init; }
    /// <summary>Completion tokens.</summary>
    public long? AnswerTokens { get; init; }
    /// <summary>Price of <see cref="MessagePriceUnit"/> × 1 token in <see cref="Currency"/>.</summary>
    public decimal? MessageUnitPrice { get; init; }
    /// <summary>Price of <see cref="AnswerPriceUnit"/> × 1 token in <see cref="Currency"/>.</summary>
    public decimal? AnswerUnitPrice { get; init; }
    /// <summary>Usually 0.001: the unit price is per thousand tokens.</summary>
    public decimal? MessagePriceUnit { get; init; }
    /// <summary>Usually 0.001: the unit price is per thousand tokens.</summary>
    public decimal? AnswerPriceUnit { get; init; }
    /// <summary>Cost of the turn in <see cref="Currency"/>, with at most seven decimal places.</summary>
    public decimal? TotalPrice { get; init; }
    /// <summary>ISO 4217 code.</summary>
    public string? Currency { get; init; }
    /// <summary>Seconds from the query to the complete answer.</summary>
    public double? Latency { get; init; }
    /// <summary>
    /// The message it follows, as the source gave it. <see cref="Nil"/> is a root; null may be one (see <c>TurnTree</c>).
    /// </summary>
    public string? ParentMessageId { get; init; }
    /// <summary>JSON object as text.</summary>
    public string? Inputs { get; init; }
    /// <summary>JSON object as text: usage, retriever resources, annotation reply.</summary>
    public string? Metadata { get; init; }
    /// <summary><c>normal</c>, <c>error</c>, <c>paused</c>, …; null if the source does not say.</summary>
    public string? Status { get; init; }
    /// <summary>Error text of a failed turn.</summary>
    public string? Error { get; init; }
    /// <summary>Provider of the model.</summary>
    public string? ModelProvider { get; init; }
    /// <summary>Name of the model.</summary>
    public string? ModelId { get; init; }
    /// <summary>JSON text; set only in a debugging session with changed settings.</summary>
    public string? OverrideModelConfigs { get; init; }
    /// <summary>Whether an agent answered.</summary>
    public bool? AgentBased { get; init; }
    /// <summary>Id of the workflow run that answered.</summary>
    public string? WorkflowRunId { get; init; }
    /// <summary><c>web-app</c>, <c>service-api</c>, <c>explore</c>, <c>debugger</c>, …</summary>
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
    /// <summary>When the user sent the query.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
    /// <summary>When it last changed; null if unknown.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
    /// <inheritdoc cref="Conversation.Extra"/>
    public string? Extra { get; init; }

    /// <inheritdoc cref="Conversation.Actor"/>
    public Actor? Actor => Model.Actor.From(ExternalUserId ?? FromEndUserId, FromAccountId);

    /// <summary><see cref="MessageTokens"/> for sums; null if unknown or outside <see cref="Bounds"/>.</summary>
    public long? TokensIn => MessageTokens is { } tokens && Bounds.HoldsTokens(tokens) ? tokens : null;

    /// <summary><see cref="AnswerTokens"/> for sums; null if unknown or outside <see cref="Bounds"/>.</summary>
    public long? TokensOut => AnswerTokens is { } tokens && Bounds.HoldsTokens(tokens) ? tokens : null;

    /// <summary>The cost for sums; null if price or currency is unknown, or the price is outside <see cref="Bounds"/>.</summary>
    public Money? Cost =>
        TotalPrice is { } price && Currency is { Length: > 0 } currency && Bounds.HoldsPrice(price) ? new Money(currency, price) : null;

    /// <summary><see cref="Latency"/> for sums, in seconds; null if unknown or outside <see cref="Bounds"/>.</summary>
    public double? Seconds => Latency is { } latency && Bounds.HoldsLatency(latency) ? latency : null;

    /// <inheritdoc cref="Conversation.IsDebugger"/>
    public bool IsDebugger => InvokeFrom == "debugger" || OverrideModelConfigs is not null;

    /// <summary>Whether the turn failed: its status is <c>error</c> or it has an error text.</summary>
    public bool Failed => Status == "error" || Error is { Length: > 0 };
}
