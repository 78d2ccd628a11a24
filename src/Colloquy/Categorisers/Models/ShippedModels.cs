using System.Collections.Concurrent;

namespace Colloquy.Categorisers.Models;

/// <summary>The models that come with Colloquy, made by <c>eng/Colloquy.Models</c>; read when first asked for.</summary>
public static class ShippedModels
{
    // The models learnt from assistants' commands and from social media. On other people's questions they are believed only where they are sure; where the
    // taxonomy has words for a feeling, it is nearer to what people write to an assistant (docs/labels.md has the figures).
    private const float LeastOfIntent = 0.6f;
    private const float LeastOfSentiment = 0.8f;
    private static readonly ImmutableArray<string> _ofTaxonomy = ["de", "es", "pt", "zh"];

    private static readonly ConcurrentDictionary<string, Lazy<TextModel>> _models = new(StringComparer.Ordinal);

    public static TextModel Language => Of(LabelKind.Language);

    /// <summary>Kinds, but the language, that conversations are labelled with unless told otherwise.</summary>
    public static ImmutableArray<string> Kinds { get; } = [LabelKind.Intent, LabelKind.Sentiment, LabelKind.Topic];

    /// <summary>The categoriser of a kind as it is used unless told otherwise.</summary>
    public static ModelCategoriser CategoriserOf(string kind) => kind switch
    {
        LabelKind.Intent => new ModelCategoriser(Of(kind), least: LeastOfIntent),
        LabelKind.Sentiment => new ModelCategoriser(Of(kind), [.. Of(kind).Manifest.Languages.Except(_ofTaxonomy)], LeastOfSentiment),
        _ => new ModelCategoriser(Of(kind)),
    };

    /// <summary>Reads the language model and those of these kinds completely, for a caller who will label.</summary>
    public static void Prepare(IEnumerable<string> kinds) =>
        Parallel.ForEach([LabelKind.Language, .. kinds], static kind => Of(kind).Prepare());

    /// <summary>A model, of which only the description is read before its first prediction.</summary>
    /// <param name="kind"><see cref="LabelKind.Language"/> or one of <see cref="Kinds"/>.</param>
    public static TextModel Of(string kind) => _models.GetOrAdd(kind, static k => new Lazy<TextModel>(() => ModelFolder.LoadResource("models/" + k))).Value;
}
