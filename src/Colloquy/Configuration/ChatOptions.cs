namespace Colloquy.Configuration;

/// <summary>A chat endpoint of OpenAI's kind, and what it is asked about each conversation.</summary>
public sealed record ChatOptions
{
    /// <summary>Up to the version: <c>https://api.openai.com/v1</c>.</summary>
    public required Uri Endpoint { get; init; }
    public required string Model { get; init; }
    /// <summary>Null where the endpoint needs none, as servers of one's own do.</summary>
    public Secret? Key { get; init; }
    /// <summary>Kinds of labels that are asked for; none where only translations are.</summary>
    public ImmutableArray<string> Kinds { get; init; } = [];
    /// <summary>ISO 639 code of the language that turns are translated into; null where none are.</summary>
    public string? TranslateTo { get; init; }
}
