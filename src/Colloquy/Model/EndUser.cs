namespace Colloquy.Model;

/// <summary>
/// One row of Dify's <c>end_users</c> table, which has a row per app and session. The customer's own id connects the rows of one person.
/// </summary>
/// <param name="Id">Id of the row.</param>
/// <param name="ExternalId">The customer's own id of the person; null if anonymous.</param>
/// <param name="CreatedAt">When the session began; null if unknown.</param>
/// <param name="UpdatedAt">When it last changed; null if unknown.</param>
public sealed record EndUser(string Id, string? ExternalId, DateTimeOffset? CreatedAt, DateTimeOffset? UpdatedAt);
