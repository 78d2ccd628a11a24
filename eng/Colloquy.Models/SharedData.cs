using System.Collections.Immutable;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using Colloquy.Categorisers.Languages;
using Colloquy.Categorisers.Learning;
using Colloquy.Model;

namespace Colloquy.Models;

/// <summary>The labelled texts of the shared data that the shipped models learn from. Development and test parts are never among them.</summary>
public sealed class SharedData(string folder)
{
    private const int TextsOfLanguage = 1_200;
    private const int TextsOfWordList = 400;

    private static readonly Dictionary<string, string> OfTaxonomy = new(StringComparer.Ordinal) { ["thank_you"] = "gratitude", ["goodbye"] = "farewell" };

    /// <summary>The folder that <c>COLLOQUY_SHARED</c> names, or <c>../shared</c>.</summary>
    public static SharedData OfEnvironment() => new(Environment.GetEnvironmentVariable("COLLOQUY_SHARED") is { Length: > 0 } named ? named : Path.Combine("..", "shared"));

    public IEnumerable<(string Kind, Func<List<Example>> Examples)> Sets =>
    [
        (LabelKind.Language, Languages),
        (LabelKind.Topic, Topics),
        (LabelKind.Intent, Intents),
        (LabelKind.Sentiment, () => [.. ExampleReader.Read([Set("goemotions.train"), Set("brighter.train"), Set("afrisenti.train")], LabelKind.Sentiment)]),
    ];

    /// <summary>With the taxonomy's names for what it knows too, so that one intent has one name in a report.</summary>
    private List<Example> Intents() =>
        [.. ExampleReader.Read([Set("clinc150.train")], LabelKind.Intent).Select(e => e with { Labels = [.. e.Labels.Select(l => OfTaxonomy.GetValueOrDefault(l, l))] })];

    /// <summary>Whole conversations with their topics.</summary>
    private List<Example> Topics() => [.. Conversations().Select(c => c.AsExample())];

    /// <summary>An even share of each language: labelled texts, queries, and for languages that have none, everyday words in random order.</summary>
    public List<Example> Languages()
    {
        var texts = ExampleReader.Read(Directory.GetFiles(Path.Combine(folder, "data", "intents"), "*.jsonl.gz").Where(f => !f.Contains(".dev.", StringComparison.Ordinal)), LabelKind.Language);
        texts.AddRange(Conversations().SelectMany(c => c.Turns.Where(t => t.Query.Length > 0).Select(t => new Example(t.Query, [c.Language], c.Language))));
        var chosen = texts.DistinctBy(e => (e.Text, e.Labels[0])).GroupBy(e => e.Labels[0], StringComparer.Ordinal)
            .SelectMany(g => g.OrderBy(e => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(e.Text))).Take(TextsOfLanguage)).ToList();
        var known = chosen.Select(e => e.Labels[0]).ToHashSet(StringComparer.Ordinal);
        foreach (var (language, words) in LanguageLexicon.Words.Where(l => !known.Contains(l.Language)))
        {
            var random = new Random(language[0] + (256 * language[1]));
            chosen.AddRange(Enumerable.Range(0, TextsOfWordList).Select(_ => new Example(string.Join(' ', random.GetItems(words.AsSpan(), random.Next(3, 11))), [language], language)));
        }

        return chosen;
    }

    /// <summary>All conversations of the development corpus.</summary>
    public IReadOnlyCollection<Dialogue> Conversations()
    {
        var dialogues = Path.Combine(folder, "data", "dialogues");
        var byId = new Dictionary<string, Dialogue>(StringComparer.Ordinal);
        foreach (var row in Rows(Path.Combine(dialogues, "labels.jsonl.gz")))
        {
            var id = Text(row, "conversation_id");
            byId.Add(id, new Dialogue(id, Text(row, "dataset"), Text(row, "language"), [.. row.GetProperty("topics").EnumerateArray().Select(t => t.GetString()!)], VerdictOf(row), []));
        }

        foreach (var row in Directory.GetFiles(dialogues, "messages-*.jsonl.gz").Order(StringComparer.Ordinal).SelectMany(Rows))
        {
            // The answer of a failed message is empty, and the next one asks the same again.
            if (Text(row, "answer") is { Length: > 0 } answer && byId.TryGetValue(Text(row, "conversation_id"), out var dialogue))
            {
                dialogue.Turns.Add((Text(row, "query"), answer));
            }
        }

        return byId.Values;
    }

    /// <summary>The path of a set of labelled texts.</summary>
    public string Set(string name) => Path.Combine(folder, "data", "intents", name + ".jsonl.gz");

    private static IEnumerable<JsonElement> Rows(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            using var document = JsonDocument.Parse(line);
            yield return document.RootElement;
        }
    }

    private static string Text(JsonElement row, string column) => row.GetProperty(column).GetString() ?? "";

    // STAR asks its users after the task. Whether the assistant stayed calm, or whether they enjoyed it, is no verdict on the task.
    private static bool? VerdictOf(JsonElement row)
    {
        if (!row.TryGetProperty("outcome", out var outcome) || outcome.ValueKind != JsonValueKind.Object
            || !outcome.TryGetProperty("answers", out var answers) || answers.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var verdicts = answers.EnumerateObject()
            .Where(a => a.Value.ValueKind is JsonValueKind.True or JsonValueKind.False && !a.Name.Contains("calm", StringComparison.Ordinal) && !a.Name.Contains("enjoy", StringComparison.Ordinal))
            .Select(a => a.Value.GetBoolean()).ToList();
        return verdicts.Count == 0 ? null : verdicts.TrueForAll(v => v);
    }
}
