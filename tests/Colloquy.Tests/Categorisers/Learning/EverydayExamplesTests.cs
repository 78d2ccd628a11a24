using System.Text;
using System.Text.Json;
using Colloquy.TestKit;

namespace Colloquy.Tests.Categorisers.Learning;

/// <summary>The written examples have the form, the vocabulary and the variety that their README promises.</summary>
public sealed class EverydayExamplesTests
{
    private const int LeastOfTopic = 18;
    private const int Gram = 4;
    private const double NearlySame = 0.6;

    private static readonly string _folder = Path.Combine(Repository.Root, "training", "everyday");
    private static readonly string[] _readme = File.ReadAllLines(Path.Combine(_folder, "README.md"));
    private static readonly HashSet<string> _topics = [.. Rows("Topics").SelectMany(row => row[1].Split(", "))];
    private static readonly HashSet<string> _intents = [.. Rows("Intents").Select(row => row[0])];
    private static readonly HashSet<string> _outcomes = ["resolved", "unresolved", "escalated", "abandoned", "failed", "unclear"];
    private static readonly HashSet<string> _sentiments = ["positive", "neutral", "negative", "mixed"];

    public static TheoryData<string> Languages =>
        [.. Directory.EnumerateFiles(_folder, "*.tsv").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    /// <summary>Without the languages that the README calls unfinished.</summary>
    public static TheoryData<string> FinishedLanguages => [.. Languages.Select(row => row.Data).Except(["en", "it"])];

    [Fact]
    public void The_vocabulary_has_61_topics_and_17_intents() => Assert.Equal((61, 17), (_topics.Count, _intents.Count));

    [Theory]
    [MemberData(nameof(Languages))]
    public void Utterances_have_known_labels_and_a_text(string language) => Assert.All(Utterances(language), utterance =>
    {
        Assert.Equal(4, utterance.Length);
        Assert.Contains(utterance[0], _topics);
        Assert.Contains(utterance[1], _intents);
        Assert.Contains(utterance[2], "+0-±", StringComparison.Ordinal);
        Assert.True(utterance[3].Trim().Length > 1);
    });

    [Theory]
    [MemberData(nameof(FinishedLanguages))]
    public void Every_topic_has_utterances(string language) => Assert.All(
        _topics.GroupJoin(Utterances(language), topic => topic, utterance => utterance[0], (topic, of) => (Topic: topic, Count: of.Count())),
        of => Assert.True(of.Count >= LeastOfTopic, $"{of.Topic} has {of.Count} utterances"));

    [Theory]
    [MemberData(nameof(Languages))]
    public void No_two_utterances_of_a_topic_are_nearly_the_same(string language) => Assert.All(
        Utterances(language).GroupBy(utterance => utterance[0], utterance => utterance[3]),
        topic =>
        {
            var grams = topic.Select(text => (Text: text, Grams: GramsOf(text))).ToList();
            Assert.Empty(
                from one in grams.Index()
                from other in grams.Take(one.Index)
                where Overlap(one.Item.Grams, other.Grams) > NearlySame
                select $"{one.Item.Text} | {other.Text}");
        });

    [Theory]
    [MemberData(nameof(Languages))]
    public void Dialogues_have_known_labels_and_turns(string language) => Assert.All(Dialogues(language), dialogue =>
    {
        var topics = dialogue.GetProperty("topics").EnumerateArray().Select(topic => topic.GetString()!).ToList();
        Assert.InRange(topics.Count, 1, 2);
        Assert.Subset(_topics, topics.ToHashSet());
        Assert.Contains(dialogue.GetProperty("intent").GetString()!, _intents);
        Assert.Contains(dialogue.GetProperty("outcome").GetString()!, _outcomes);
        Assert.Contains(dialogue.GetProperty("sentiment").GetString()!, _sentiments);
        Assert.NotEmpty(dialogue.GetProperty("turns").EnumerateArray());
        Assert.All(dialogue.GetProperty("turns").EnumerateArray(), turn =>
            Assert.NotEqual("", turn.GetProperty("query").GetString() + turn.GetProperty("answer").GetString()));
    });

    private static IEnumerable<string[]> Rows(string heading) => _readme
        .SkipWhile(line => line != "## " + heading).Skip(1).TakeWhile(line => !line.StartsWith('#'))
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<string[]> Utterances(string language) =>
        File.ReadLines(Path.Combine(_folder, language + ".tsv")).Select(line => line.Split('\t'));

    private static IEnumerable<JsonElement> Dialogues(string language) =>
        File.ReadLines(Path.Combine(_folder, language + ".dialogues.jsonl")).Select(line => JsonSerializer.Deserialize<JsonElement>(line));

    private static HashSet<string> GramsOf(string text)
    {
        var letters = new string([.. text.Normalize(NormalizationForm.FormKC).ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c == ' ')]);
        return [.. Enumerable.Range(0, Math.Max(1, letters.Length - Gram + 1)).Select(at => letters[at..Math.Min(letters.Length, at + Gram)])];
    }

    private static double Overlap(HashSet<string> one, HashSet<string> other)
    {
        var shared = one.Count(other.Contains);
        return (double)shared / (one.Count + other.Count - shared);
    }
}
