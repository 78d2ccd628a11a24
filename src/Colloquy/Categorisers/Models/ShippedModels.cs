using System.Collections.Concurrent;

namespace Colloquy.Categorisers.Models;

/// <summary>The models that come with Colloquy. Each is read when it is first used; <c>eng/Colloquy.Models</c> makes them.</summary>
public static class ShippedModels
{
    // These models learnt from commands to assistants and from social media, so on other texts they are trusted only if they are sure. In
    // languages for which the taxonomy has words of feeling, the taxonomy is closer to what people write to an assistant; docs/labels.md
    // has the figures.
    private const float LeastOfIntent = 0.6f;
    private const float LeastOfSentiment = 0.8f;
    private static readonly ImmutableArray<string> _ofTaxonomy = ["de", "es", "pt", "zh"];

    private static readonly ConcurrentDictionary<string, Lazy<TextModel>> _models = new(StringComparer.Ordinal);

    /// <summary>The model that tells the language of a text.</summary>
    public static TextModel Language => Of(LabelKind.Language);

    /// <summary>The kinds that conversations are labelled with by default, apart from the language.</summary>
    public static ImmutableArray<string> Kinds { get; } = [LabelKind.Intent, LabelKind.Sentiment, LabelKind.Topic];

    /// <summary>The categoriser of a kind with the default settings.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    public static ModelCategoriser CategoriserOf(string kind) => kind switch
    {
        LabelKind.Intent => new ModelCategoriser(Of(kind), least: LeastOfIntent),
        LabelKind.Sentiment => new ModelCategoriser(Of(kind), [.. Of(kind).Manifest.Languages.Except(_ofTaxonomy)], LeastOfSentiment),
        _ => new ModelCategoriser(Of(kind)),
    };

    /// <summary>
    /// Reads the weights of the language model and of the models of these kinds, in parallel. Otherwise the first predictions read them.
    /// </summary>
    public static void Prepare(IEnumerable<string> kinds) =>
        Parallel.ForEach([LabelKind.Language, .. kinds], static kind => Of(kind).Prepare());

    /// <summary>The model of a kind. Only its description is read before the first prediction.</summary>
    /// <param name="kind"><see cref="LabelKind.Language"/> or one of <see cref="Kinds"/>.</param>
    public static TextModel Of(string kind) =>
        _models.GetOrAdd(kind, static k => new Lazy<TextModel>(() => ModelFolder.LoadResource("models/" + k))).Value;
}
