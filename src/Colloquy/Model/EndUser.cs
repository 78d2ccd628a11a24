namespace Colloquy.Model;

/// <summary>
/// One row of Dify's <c>end_users</c> table, of which there is one for each app and session: the same person has many. The id that the customer's own system gave the
/// person joins them.
/// </summary>
/// <param name="ExternalId">The customer's own id of the person; null for somebody anonymous.</param>
public sealed record EndUser(string Id, string? ExternalId, DateTimeOffset? CreatedAt, DateTimeOffset? UpdatedAt);
