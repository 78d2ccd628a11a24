using System.Collections.Immutable;
using Colloquy.Annotators;
using Colloquy.Model;

namespace Colloquy.Chat;

/// <summary>A chat endpoint of OpenAI's kind, and what it is asked about each conversation.</summary>
public sealed record ChatEndpointOptions : AnnotatorOptions
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

    public override string LabelSetting => ChatSettings.Kinds;

    public override IEnumerable<(string Kind, string CalledThere)> Labels => Kinds.Select(kind => (kind, kind));

    public override bool Translates => TranslateTo is not null;

    public override AnnotatorOptions WithoutTranslations() => this with { TranslateTo = null };

    public override IEnumerable<IAnnotator> Create(Vocabulary vocabulary, Exchange exchange)
    {
        if (!Kinds.IsEmpty)
        {
            yield return new ChatLabels(this, vocabulary, exchange);
        }

        if (Translates)
        {
            yield return new ChatTranslation(this, exchange);
        }
    }
}
