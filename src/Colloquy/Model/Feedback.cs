namespace Colloquy.Model;

/// <summary>One row of Dify's <c>message_feedbacks</c> table: a rating of one answer.</summary>
public sealed record Feedback
{
    /// <summary>The source's id.</summary>
    public required string Id { get; init; }
    /// <summary>The conversation of the message.</summary>
    public required string ConversationId { get; init; }
    /// <summary>The rated message.</summary>
    public required string MessageId { get; init; }
    /// <summary><c>like</c> or <c>dislike</c>.</summary>
    public required string Rating { get; init; }
    /// <summary>The comment, if any.</summary>
    public string? Content { get; init; }
    /// <summary><c>user</c> or <c>admin</c>.</summary>
    public string? FromSource { get; init; }
    /// <summary>The end user who rated; null for accounts.</summary>
    public string? FromEndUserId { get; init; }
    /// <summary>The account that rated; null for end users.</summary>
    public string? FromAccountId { get; init; }
    /// <summary>When it was given; null if unknown.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
    /// <summary>When it last changed; null if unknown.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}
