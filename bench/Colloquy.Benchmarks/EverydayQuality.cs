using System.Collections.Immutable;
using System.Text.Json;
using Colloquy.Categorisers;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Model;

namespace Colloquy.Benchmarks;

/// <summary>
/// The labels of a run on everyday conversations that nobody learnt from, by language: micro F1 of topics, share of conversations whose
/// intent is among those given, macro F1 of outcomes, macro recall of sentiments (silence counts as neutral), share of languages right.
/// </summary>
internal static class EverydayQuality
{
    private static readonly string[] _outcomes = ["resolved", "unresolved", "escalated", "unclear"];
    private static readonly string[] _sentiments = ["positive", "neutral", "negative"];

    public static void Run(string folder)
    {
        var labeller = Parts.LabellerOf(OptionsReader.Read(new Dictionary<string, Variable>()));
        var read = Directory.GetFiles(folder, "*.dev.jsonl").Order(StringComparer.Ordinal).SelectMany(File.ReadLines)
            .Select(line => Conversation(JsonSerializer.Deserialize<JsonElement>(line)))
            .AsParallel().AsOrdered().Select(c => (Expected: c, Labels: labeller.Label(c.Thread)))
            .ToList();
        Console.WriteLine("| language | conversations | topics, micro F1 | intent | outcome, macro F1 | sentiment, macro recall | language |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|");
        foreach (var language in read.GroupBy(r => r.Expected.Language).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            Print(language.Key, [.. language]);
        }

        Print("all", read);
    }

    private static void Print(string name, List<(Expected Expected, ImmutableArray<Label> Labels)> read) => Console.WriteLine(
        $"| {name} | {read.Count:N0} | {MicroF1(read):P1} | {read.Average(r => Of(r.Labels, LabelKind.Intent).Contains(r.Expected.Intent) ? 1d : 0):P1} "
        + $"| {_outcomes.Average(o => F1(read, o)):P1} | {_sentiments.Average(s => Recall(read, s)):P1} "
        + $"| {read.Average(r => Of(r.Labels, LabelKind.Language).Contains(r.Expected.Language) ? 1d : 0):P1} |");

    private static double MicroF1(List<(Expected Expected, ImmutableArray<Label> Labels)> read)
    {
        var given = read.Sum(r => Of(r.Labels, LabelKind.Topic).Count);
        var expected = read.Sum(r => r.Expected.Topics.Count);
        return 2d * read.Sum(r => Of(r.Labels, LabelKind.Topic).Count(r.Expected.Topics.Contains)) / (given + expected);
    }

    private static double F1(List<(Expected Expected, ImmutableArray<Label> Labels)> read, string outcome)
    {
        var given = read.Count(r => OutcomeOf(r.Labels) == outcome);
        var expected = read.Count(r => r.Expected.Outcome == outcome);
        return given + expected == 0 ? 1 : 2d * read.Count(r => OutcomeOf(r.Labels) == outcome && r.Expected.Outcome == outcome) / (given + expected);
    }

    private static double Recall(List<(Expected Expected, ImmutableArray<Label> Labels)> read, string sentiment)
    {
        var expected = read.FindAll(r => r.Expected.Sentiment == sentiment);
        return expected.Count == 0 ? 1
            : expected.Average(r => (Of(r.Labels, LabelKind.Sentiment).FirstOrDefault() ?? "neutral") == sentiment ? 1d : 0);
    }

    private static string OutcomeOf(ImmutableArray<Label> labels) => Of(labels, LabelKind.Outcome).FirstOrDefault() switch
    {
        "abandoned" or "failed" => "unresolved",
        { } said => said,
        null => "unclear",
    };

    private static HashSet<string> Of(ImmutableArray<Label> labels, string kind) =>
        [.. labels.Where(label => label.Turn is null && label.Kind == kind).Select(label => label.Value)];

    private static Expected Conversation(JsonElement row)
    {
        var (id, at) = (row.GetProperty("id").GetString()!, DateTimeOffset.UnixEpoch);
        var messages = row.GetProperty("turns").EnumerateArray().Select((turn, index) => new Message
        {
            Id = $"{id}-{index}",
            ConversationId = id,
            ParentMessageId = index == 0 ? null : $"{id}-{index - 1}",
            Query = turn.GetProperty("query").GetString(),
            Answer = turn.GetProperty("answer").GetString(),
            CreatedAt = at.AddMinutes(index),
        });
        return new Expected(
            new ConversationThread(new Conversation { Id = id, CreatedAt = at }, [.. messages], [], 1),
            row.GetProperty("language").GetString()!,
            [.. row.GetProperty("topics").EnumerateArray().Select(topic => topic.GetString()!)],
            row.GetProperty("intent").GetString()!,
            row.GetProperty("outcome").GetString() is "abandoned" or "failed" ? "unresolved" : row.GetProperty("outcome").GetString()!,
            row.GetProperty("sentiment").GetString()!);
    }

    private sealed record Expected(
        ConversationThread Thread, string Language, HashSet<string> Topics, string Intent, string Outcome, string Sentiment);
}
