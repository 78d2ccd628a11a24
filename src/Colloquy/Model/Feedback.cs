namespace Colloquy.Model;

/// <summary>One row of Dify's <c>message_feedbacks</c> table: somebody's verdict on one answer.</summary>
public sealed record Feedback
{
    public required string Id { get; init; }
    public required string ConversationId { get; init; }
    public required string MessageId { get; init; }
    /// <summary><c>like</c> or <c>dislike</c>.</summary>
    public required string Rating { get; init; }
    /// <summary>The comment, if one was left.</summary>
    public string? Content { get; init; }
    /// <summary><c>user</c> or <c>admin</c>.</summary>
    public string? FromSource { get; init; }
    public string? FromEndUserId { get; init; }
    public string? FromAccountId { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
    public DateTimeOffset? UpdatedAt { get; init; }
}
