using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Colloquy.Categorisers;
using Colloquy.Categorisers.Languages;
using Colloquy.Categorisers.Models;
using Colloquy.Categorisers.Taxonomies;
using Colloquy.Model;
using Colloquy.TestKit;

namespace Colloquy.Tests.Categorisers.Taxonomies;

/// <summary>
/// Measures the default taxonomy on the development corpus: on the conversations whose id begins with 8 to f, which were not looked at when its phrases were
/// chosen. The table goes to the test output; docs/labels.md quotes it.
/// </summary>
public sealed class TopicQualityTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Topics_of_conversations_not_looked_at_are_right_more_often_than_not()
    {
        var folder = Repository.SharedData("dialogues");
        var stop = TestContext.Current.CancellationToken;
        var gold = new Dictionary<string, (string Language, HashSet<string> Topics)>(StringComparer.Ordinal);
        await foreach (var row in RowsAsync(Path.Combine(folder, "labels.jsonl.gz"), stop))
        {
            gold.Add(Text(row, "conversation_id")!, (Text(row, "language")!, [.. row.GetProperty("topics").EnumerateArray().Select(t => t.GetString()!)]));
        }

        var conversations = new Dictionary<string, Conversation>(StringComparer.Ordinal);
        await foreach (var row in RowsAsync(Path.Combine(folder, "conversations.jsonl.gz"), stop))
        {
            conversations.Add(Text(row, "id")!, new Conversation { Id = Text(row, "id")!, Name = Text(row, "name"), CreatedAt = DateTimeOffset.UnixEpoch });
        }

        var messages = new Dictionary<string, List<Message>>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(folder, "messages-*.jsonl.gz").Order(StringComparer.Ordinal))
        {
            await foreach (var row in RowsAsync(file, stop))
            {
                var id = Text(row, "conversation_id")!;
                if (id[0] < '8')
                {
                    continue;
                }

                if (!messages.TryGetValue(id, out var list))
                {
                    messages.Add(id, list = []);
                }

                list.Add(new Message
                {
                    Id = Text(row, "id")!,
                    ConversationId = id,
                    ParentMessageId = Text(row, "parent_message_id"),
                    Query = Text(row, "query"),
                    Answer = Text(row, "answer"),
                    CreatedAt = DateTimeOffset.Parse(Text(row, "created_at")!, CultureInfo.InvariantCulture),
                });
            }
        }

        var vocabulary = gold.Values.SelectMany(g => g.Topics).ToHashSet(StringComparer.Ordinal);
        var labeller = new Labeller([new LanguageCategoriser(ShippedModels.Language), new TaxonomyCategoriser(Taxonomy.Default)]);
        var counts = new SortedDictionary<string, (int Right, int Wrong, int Missed)>(StringComparer.Ordinal);
        var (labels, languageRight, languageWrong) = (0, 0, 0);
        foreach (var (id, list) in messages)
        {
            var (language, topics) = gold[id];
            var claimed = labeller.Label(new ConversationThread(conversations[id], [.. list], [], 1));
            labels += claimed.Length;
            var found = claimed.Where(l => l is { Turn: null, Kind: LabelKind.Topic } && vocabulary.Contains(l.Value)).Select(l => l.Value).ToHashSet(StringComparer.Ordinal);
            foreach (var topic in found.Union(topics))
            {
                foreach (var group in (string[])["all", "language " + language, "topic " + topic])
                {
                    var (right, wrong, missed) = counts.GetValueOrDefault(group);
                    counts[group] = (found.Contains(topic), topics.Contains(topic)) switch
                    {
                        (true, true) => (right + 1, wrong, missed),
                        (true, false) => (right, wrong + 1, missed),
                        _ => (right, wrong, missed + 1),
                    };
                }
            }

            var said = claimed.FirstOrDefault(l => l is { Turn: null, Kind: LabelKind.Language })?.Value;
            languageRight += said == language ? 1 : 0;
            languageWrong += said is not null && said != language ? 1 : 0;
        }

        foreach (var (group, (right, wrong, missed)) in counts)
        {
            output.WriteLine(FormattableString.Invariant(
                $"{group,-26} P {right / (double)Math.Max(1, right + wrong):F3}  R {right / (double)Math.Max(1, right + missed):F3}  F1 {F1(right, wrong, missed):F3}"));
        }

        output.WriteLine(FormattableString.Invariant(
            $"{messages.Count} conversations, {labels / (double)messages.Count:F1} labels each; language right {languageRight}, wrong {languageWrong}, none {messages.Count - languageRight - languageWrong}"));

        var all = counts["all"];
        Assert.InRange(F1(all.Right, all.Wrong, all.Missed), 0.85, 1);
        Assert.All(counts.Where(c => c.Key.StartsWith("language ", StringComparison.Ordinal)), c => Assert.InRange(F1(c.Value.Right, c.Value.Wrong, c.Value.Missed), 0.5, 1));
        Assert.InRange(languageRight, messages.Count * 0.98, messages.Count);
        Assert.InRange(languageWrong, 0, messages.Count * 0.002);
    }

    private static double F1(int right, int wrong, int missed) => 2.0 * right / Math.Max(1, (2 * right) + wrong + missed);

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static async IAsyncEnumerable<JsonElement> RowsAsync(
        string file, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            using var document = JsonDocument.Parse(line);
            yield return document.RootElement;
        }
    }
}
