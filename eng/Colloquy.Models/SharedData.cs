using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using Colloquy.Categorisers.Languages;
using Colloquy.Categorisers.Learning;
using Colloquy.Model;

namespace Colloquy.Models;

/// <summary>The labelled texts of the shared data that the shipped models learn from. Development and test parts are never among them.</summary>
internal sealed class SharedData(string folder)
{
    private const int TextsOfLanguage = 1_200;
    private const int TextsOfWordList = 400;

    public IEnumerable<(string Kind, Func<List<Example>> Examples)> Sets =>
    [
        (LabelKind.Language, Languages),
        (LabelKind.Topic, Topics),
        (LabelKind.Intent, () => ExampleReader.Read([Set("clinc150.train")], LabelKind.Intent)),
        (LabelKind.Sentiment, () => [.. ExampleReader.Read([Set("goemotions.train"), Set("brighter.train"), Set("afrisenti.train")], LabelKind.Sentiment)]),
    ];

    /// <summary>Whole conversations with their topics.</summary>
    private List<Example> Topics() => [.. Conversations().Select(c => new Example(string.Join('\n', c.Turns.SelectMany(t => (string[])[t.Query, t.Answer])), c.Topics, c.Language))];

    /// <summary>An even share of each language: labelled texts, queries, and for languages that have none, everyday words in random order.</summary>
    private List<Example> Languages()
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

    private Dictionary<string, Dialogue>.ValueCollection Conversations()
    {
        var dialogues = Path.Combine(folder, "data", "dialogues");
        var byId = new Dictionary<string, Dialogue>(StringComparer.Ordinal);
        foreach (var row in Rows(Path.Combine(dialogues, "labels.jsonl.gz")))
        {
            byId.Add(Text(row, "conversation_id"), new Dialogue(Text(row, "language"), [.. row.GetProperty("topics").EnumerateArray().Select(t => t.GetString()!)], []));
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

    private string Set(string name) => Path.Combine(folder, "data", "intents", name + ".jsonl.gz");

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

    private sealed record Dialogue(string Language, ImmutableArray<string> Topics, List<(string Query, string Answer)> Turns);
}
