using System.Text.RegularExpressions;

namespace Colloquy.Annotators;

/// <summary>The allowed label values of each kind. Other values that a model returns are dropped.</summary>
public sealed partial class Vocabulary
{
    private static readonly ImmutableDictionary<string, ImmutableArray<string>> _fixed =
        LabelKind.All.ToImmutableDictionary(kind => kind.Name, kind => kind.Values, StringComparer.Ordinal);

    private readonly ImmutableDictionary<string, ImmutableArray<string>> values;

    /// <summary>Creates a vocabulary from the fixed kinds and declared values.</summary>
    /// <param name="declared">Kinds and values of taxonomies and models, in any order, possibly repeated.</param>
    public Vocabulary(IEnumerable<(string Kind, string Value)> declared) => values = _fixed.SetItems(
        declared.GroupBy(d => d.Kind, d => d.Value, StringComparer.Ordinal)
            .Select(kind =>
                KeyValuePair.Create(kind.Key, kind.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray())));

    /// <summary>Kinds that a label may have, in the order in which they are asked for: the language first.</summary>
    public static ImmutableArray<string> Kinds { get; } =
        [.. LabelKind.All.OrderByDescending(kind => kind.IsLanguageCode).Select(kind => kind.Name)];

    /// <summary>Kinds of which a conversation has at most one value.</summary>
    internal static ImmutableArray<string> OneValued { get; } =
        [.. LabelKind.All.Where(kind => kind.HasOneValue).Select(kind => kind.Name)];

    /// <summary>The values of a kind; empty for languages, whose values are ISO 639 codes.</summary>
    public ImmutableArray<string> Of(string kind) => values.GetValueOrDefault(kind, []);

    /// <summary>
    /// Finds a value regardless of case and of spaces, hyphens or underscores between its words; null if it is not in the vocabulary.
    /// </summary>
    public string? Find(string kind, string said)
    {
        var folded = Fold(said);
        return LabelKind.Find(kind) is { IsLanguageCode: true }
            ? LanguageCode().IsMatch(folded) ? folded.Split('-')[0] : null
            : Of(kind).FirstOrDefault(value => Fold(value) == folded);
    }

    /// <summary>Whether this is an ISO 639 code, optionally with a region.</summary>
    internal static bool IsLanguage(string code) => LanguageCode().IsMatch(code);

    /// <summary>The values of a kind as one text, for hashes.</summary>
    public string Text(string kind) => string.Join('|', Of(kind));

    [GeneratedRegex(@"^[a-z]{2,3}(-[a-z0-9]{2,8})*\z")]
    private static partial Regex LanguageCode();

    private static string Fold(string value) => value.Trim().ToLowerInvariant().Replace(' ', '-').Replace('_', '-');
}
