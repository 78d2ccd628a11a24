using Colloquy.Categorisers;
using Colloquy.Categorisers.Languages;
using Colloquy.Categorisers.Models;
using Colloquy.Categorisers.Taxonomies;
using Colloquy.Model;
using Colloquy.TestKit;

namespace Colloquy.Tests.Categorisers.Taxonomies;

/// <summary>
/// Measures the topics of the default taxonomy, language by language, on dialogues that its authors made up: no corpus of most of these languages is at hand. A
/// floor guards what was reached; the figures say nothing about a corpus. The table goes to the test output; docs/labels.md quotes it.
/// </summary>
public sealed class MadeUpDialogueTests(ITestOutputHelper output)
{
    [Fact]
    public void Topics_of_made_up_dialogues_are_found_in_every_language()
    {
        var labeller = new Labeller([new LanguageCategoriser(ShippedModels.Language), new TaxonomyCategoriser(Taxonomy.Default)]);
        var vocabulary = ShippedModels.Of(LabelKind.Topic).Labels;
        var counts = new SortedDictionary<string, (int Right, int Wrong, int Missed)>(StringComparer.Ordinal);
        foreach (var (language, topics, turns) in Dialogues())
        {
            var labels = labeller.Label(Thread(turns));
            string[] found = [.. labels.Where(l => l is { Turn: null, Kind: LabelKind.Topic } && vocabulary.Contains(l.Value)).Select(l => l.Value)];
            string[] wrong = [.. found.Except(topics)], missed = [.. topics.Except(found)];
            var (right, wrongs, misses) = counts.GetValueOrDefault(language);
            counts[language] = (right + topics.Length - missed.Length, wrongs + wrong.Length, misses + missed.Length);
            if (wrong.Length + missed.Length > 0)
            {
                var said = labels.FirstOrDefault(l => l is { Turn: null, Kind: LabelKind.Language })?.Value;
                output.WriteLine($"{language} (read as {said ?? "none"}): {turns[0].Query} | missed {string.Join(' ', missed)} | wrong {string.Join(' ', wrong)}");
            }
        }

        foreach (var (language, (right, wrong, missed)) in counts)
        {
            output.WriteLine(FormattableString.Invariant($"{language}  right {right}  wrong {wrong}  missed {missed}  F1 {F1(right, wrong, missed):F3}"));
        }

        var all = counts.Values.Aggregate((a, b) => (Right: a.Right + b.Right, Wrong: a.Wrong + b.Wrong, Missed: a.Missed + b.Missed));
        output.WriteLine(FormattableString.Invariant($"all  right {all.Right}  wrong {all.Wrong}  missed {all.Missed}  F1 {F1(all.Right, all.Wrong, all.Missed):F3}"));
        Assert.InRange(F1(all.Right, all.Wrong, all.Missed), 0.9, 1);
        Assert.All(counts, c => Assert.InRange(F1(c.Value.Right, c.Value.Wrong, c.Value.Missed), 0.65, 1));
    }

    private static double F1(int right, int wrong, int missed) => 2.0 * right / Math.Max(1, (2 * right) + wrong + missed);

    private static ConversationThread Thread(List<(string Query, string? Answer)> turns) => new(
        new Conversation { Id = "c", CreatedAt = DateTimeOffset.UnixEpoch },
        [
            .. turns.Select((turn, i) => new Message
            {
                Id = $"m{i}",
                ConversationId = "c",
                ParentMessageId = i == 0 ? null : $"m{i - 1}",
                Query = turn.Query,
                Answer = turn.Answer,
                CreatedAt = DateTimeOffset.UnixEpoch.AddMinutes(i),
            }),
        ],
        [],
        1);

    private static IEnumerable<(string Language, string[] Topics, List<(string Query, string? Answer)> Turns)> Dialogues()
    {
        var file = Path.Combine(Repository.Root, "tests", "Colloquy.Tests", "Categorisers", "Taxonomies", "made-up-dialogues.txt");
        foreach (var block in File.ReadAllText(file).ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            var lines = block.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var head = lines[0].Split(' ');
            List<(string Query, string? Answer)> turns = [];
            foreach (var line in lines[1..])
            {
                if (line[0] == '>')
                {
                    turns.Add((line[2..], null));
                }
                else
                {
                    turns[^1] = (turns[^1].Query, line[2..]);
                }
            }

            yield return (head[0], head[1..], turns);
        }
    }
}
