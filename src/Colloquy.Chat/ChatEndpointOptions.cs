using System.Collections.Immutable;
using Colloquy.Annotators;
using Colloquy.Model;

namespace Colloquy.Chat;

/// <summary>An OpenAI-compatible chat endpoint, and what to ask it about each conversation.</summary>
public sealed record ChatEndpointOptions : AnnotatorOptions
{
    /// <summary>URL including the version: <c>https://api.openai.com/v1</c>.</summary>
    public required Uri Endpoint { get; init; }
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }
    /// <summary>API key; null if the endpoint needs none, like many self-hosted servers.</summary>
    public Secret? Key { get; init; }
    /// <summary>Kinds of labels to ask for; empty for translations only.</summary>
    public ImmutableArray<string> Kinds { get; init; } = [];
    /// <summary>ISO 639 code of the language to translate turns into; null for none.</summary>
    public string? TranslateTo { get; init; }

    /// <inheritdoc/>
    public override string LabelSetting => ChatSettings.Kinds;

    /// <inheritdoc/>
    public override IEnumerable<(string Kind, string CalledThere)> Labels => Kinds.Select(kind => (kind, kind));

    /// <inheritdoc/>
    public override bool Translates => TranslateTo is not null;

    /// <inheritdoc/>
    public override AnnotatorOptions WithoutTranslations() => this with { TranslateTo = null };

    /// <inheritdoc/>
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
