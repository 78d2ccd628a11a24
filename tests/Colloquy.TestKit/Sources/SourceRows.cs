using System.Collections.Immutable;

namespace Colloquy.TestKit.Sources;

/// <summary>Rows of a source's tables, each a JSON object on one line whose values are null or text.</summary>
public sealed record SourceRows(
    ImmutableArray<string> Conversations, ImmutableArray<string> Messages, ImmutableArray<string> Feedbacks, ImmutableArray<string> Apps);
