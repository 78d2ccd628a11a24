namespace Colloquy.Model;

/// <summary>A message with its position in the turn tree.</summary>
/// <param name="Message">The row.</param>
/// <param name="Number">Position in the conversation ordered by (created, id), from 1.</param>
/// <param name="Parent">Number of the turn it follows; null for a root.</param>
/// <param name="Active">Whether it is on the branch that the user saw last. Other branches are kept but not active.</param>
/// <param name="Regeneration">Whether it has an earlier sibling, so it asks the same query again.</param>
public sealed record Turn(Message Message, int Number, int? Parent, bool Active, bool Regeneration)
{
    /// <summary>The user's last rating, <c>like</c> or <c>dislike</c>; null if there is none or the caller did not set it.</summary>
    public string? Vote { get; init; }
}
