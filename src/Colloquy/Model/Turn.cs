namespace Colloquy.Model;

/// <summary>One message in its place in the turn tree.</summary>
/// <param name="Message">The row.</param>
/// <param name="Number">Position in the conversation by (created, id), from 1.</param>
/// <param name="Parent">Number of the turn it follows; null for a root.</param>
/// <param name="Active">On the branch that the user saw last; alternatives are kept and are not active.</param>
/// <param name="Regeneration">An earlier sibling exists: this row asks again what was asked before.</param>
public sealed record Turn(Message Message, int Number, int? Parent, bool Active, bool Regeneration)
{
    /// <summary>The user's last verdict on the answer, <c>like</c> or <c>dislike</c>, where labelling is told of it; else null.</summary>
    public string? Vote { get; init; }
}
