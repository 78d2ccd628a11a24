using System.Collections.Immutable;
using Colloquy.Categorisers.Learning;

namespace Colloquy.Models;

/// <summary>A labelled conversation.</summary>
/// <param name="Dataset">The corpus it is from.</param>
/// <param name="Verdict">Whether the user said that the task was done; null where nobody asked.</param>
public sealed record Dialogue(string Id, string Dataset, string Language, ImmutableArray<string> Topics, bool? Verdict, List<(string Query, string Answer)> Turns)
{
    /// <summary>Queries and answers, a line each, with the topics.</summary>
    public Example AsExample() => new(string.Join('\n', Turns.SelectMany(t => (string[])[t.Query, t.Answer])), Topics, Language);
}
