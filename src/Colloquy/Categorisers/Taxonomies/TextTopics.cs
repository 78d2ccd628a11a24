using Colloquy.Categorisers.Languages;

namespace Colloquy.Categorisers.Taxonomies;

/// <summary>
/// The topics of a single text by the phrases of a taxonomy. Each line is treated like a query of a conversation that
/// <see cref="TaxonomyCategoriser"/> labels.
/// </summary>
internal sealed class TextTopics
{
    private const int CharactersForLanguage = 400;
    private const int MostOnStack = 256;

    private readonly TaxonomyReader _reader;
    private readonly int[] _topics;

    private TextTopics(TaxonomyReader reader, int[] topics) => (_reader, _topics) = (reader, topics);

    /// <returns>Null if the taxonomy knows none of the topics.</returns>
    public static TextTopics? Of(Taxonomy taxonomy, ImmutableArray<string> topics)
    {
        int[] indices = [.. taxonomy.Categories.Select(c => c.Kind == LabelKind.Topic ? topics.IndexOf(c.Value) : -1)];
        return indices.Any(i => i >= 0) ? new TextTopics(taxonomy.Reader, indices) : null;
    }

    /// <summary>
    /// Replaces the probabilities of the topics by the evidence of the phrases: 0.5 or more for each topic that is claimed.
    /// </summary>
    /// <returns>Whether the phrases claim any topic; if not, nothing is replaced.</returns>
    public bool Read(ReadOnlySpan<char> text, Span<float> probabilities, Workspace workspace, CancellationToken cancellationToken = default)
    {
        var reading = workspace.Get<TaxonomyReading>();
        Span<int> weights = stackalloc int[Math.Min(probabilities.Length, MostOnStack)];
        Span<int> ofLine = stackalloc int[weights.Length];
        var language = LanguageOf(text, workspace);
        foreach (var line in text.EnumerateLines())
        {
            _reader.Read(workspace.Texts.Of(line, cancellationToken), language, Speaker.User, reading, cancellationToken);
            if (reading.Findings.Count == 0)
            {
                continue;
            }

            ofLine.Clear();
            foreach (var finding in reading.Findings)
            {
                if (_topics[finding.Category] is var topic and >= 0 && topic < weights.Length)
                {
                    ofLine[topic] += finding.Weight;
                }
            }

            for (var k = 0; k < weights.Length; k++)
            {
                weights[k] += Math.Min(ofLine[k], TaxonomyCategoriser.MostOfTurn);
            }
        }

        var best = 0;
        foreach (var weight in weights)
        {
            best = Math.Max(best, weight);
        }

        if (best < TaxonomyCategoriser.LeastEvidence)
        {
            return false;
        }

        probabilities.Clear();
        for (var k = 0; k < weights.Length; k++)
        {
            var strength = weights[k] / (weights[k] + 100f);
            var isClaimed = weights[k] >= TaxonomyCategoriser.LeastEvidence
                && weights[k] * 100 >= best * TaxonomyCategoriser.TopicPercentOfConversation;
            probabilities[k] = isClaimed ? 0.5f + (0.5f * strength) : 0.1f * strength;
        }

        return true;
    }

    private static string? LanguageOf(ReadOnlySpan<char> text, Workspace workspace)
    {
        var profile = workspace.Get<LanguageProfile>();
        profile.Clear();
        var head = text[..Math.Min(text.Length, CharactersForLanguage)];
        LanguageDetector.Read(head, workspace.Texts.Of(head), profile);
        var (language, _) = LanguageDetector.Decide(profile);
        return language < 0 ? null : LanguageDetector.Languages[language];
    }
}
