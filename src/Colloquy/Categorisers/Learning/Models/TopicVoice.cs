using Colloquy.Categorisers.Languages;
using Colloquy.Categorisers.Matching;
using Colloquy.Categorisers.Taxonomies;

namespace Colloquy.Categorisers.Learning.Models;

/// <summary>What the shipped taxonomy says of the topics of a model, for texts that are strange to it.</summary>
internal sealed class TopicVoice
{
    private const int MostOfLine = 300;
    private const int LeastEvidence = 100;
    private const int PercentOfBest = 25;
    private const int CharactersForLanguage = 400;

    [ThreadStatic]
    private static TaxonomyReading? _reading;

    private readonly TaxonomyReader _reader;
    private readonly int[] _labels;

    private TopicVoice(TaxonomyReader reader, int[] labels) => (_reader, _labels) = (reader, labels);

    /// <returns>Null if the taxonomy knows none of the labels.</returns>
    public static TopicVoice? For(ImmutableArray<string> labels)
    {
        var taxonomy = Taxonomy.Default;
        int[] indices = [.. taxonomy.Categories.Select(c => c.Kind == LabelKind.Topic ? labels.IndexOf(c.Value) : -1)];
        return indices.Any(i => i >= 0) ? new TopicVoice(taxonomy.Reader, indices) : null;
    }

    /// <summary>Replaces probabilities by what the phrases of the taxonomy say: 0.5 and more where a topic is claimed.</summary>
    /// <returns>Whether they say anything; if not, nothing is replaced.</returns>
    public bool Read(ReadOnlySpan<char> text, Span<float> probabilities, CancellationToken cancellationToken = default)
    {
        var reading = _reading ??= new TaxonomyReading();
        Span<int> weights = stackalloc int[Math.Min(probabilities.Length, 256)];
        Span<int> ofLine = stackalloc int[weights.Length];
        var language = LanguageOf(text);
        foreach (var line in text.EnumerateLines())
        {
            _reader.Read(line, language, Speaker.User, reading, cancellationToken);
            if (reading.Findings.Count == 0)
            {
                continue;
            }

            ofLine.Clear();
            foreach (var finding in reading.Findings)
            {
                if (_labels[finding.Category] is var label and >= 0 && label < weights.Length)
                {
                    ofLine[label] += finding.Weight;
                }
            }

            for (var k = 0; k < weights.Length; k++)
            {
                weights[k] += Math.Min(ofLine[k], MostOfLine);
            }
        }

        var best = 0;
        foreach (var weight in weights)
        {
            best = Math.Max(best, weight);
        }

        if (best < LeastEvidence)
        {
            return false;
        }

        probabilities.Clear();
        for (var k = 0; k < weights.Length; k++)
        {
            var strength = weights[k] / (weights[k] + 100f);
            probabilities[k] = weights[k] >= LeastEvidence && weights[k] * 100 >= best * PercentOfBest ? 0.5f + (0.5f * strength) : 0.1f * strength;
        }

        return true;
    }

    private static string? LanguageOf(ReadOnlySpan<char> text)
    {
        var profile = Scratch.OfThread.Language;
        profile.Clear();
        var head = text[..Math.Min(text.Length, CharactersForLanguage)];
        LanguageDetector.Read(head, TextReadings.OfThread.Of(head), profile);
        var (language, _) = LanguageDetector.Decide(profile);
        return language < 0 ? null : LanguageDetector.Languages[language];
    }
}
