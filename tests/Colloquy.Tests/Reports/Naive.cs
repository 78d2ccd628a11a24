using System.Text.Json;
using Colloquy.Model;

namespace Colloquy.Tests.Reports;

/// <summary>The figures by their definitions, with lists and no cleverness: what the reports are compared with.</summary>
internal sealed record Naive(IReadOnlyList<AnalysedConversation> Record, TimeZoneInfo Zone, bool IncludeDebugger = false, string? AppId = null)
{
    private sealed record Entry(AnalysedConversation Conversation, Turn? Turn, DateTimeOffset At)
    {
        public Conversation Row => Conversation.Conversation;
        public Actor? Actor => Turn?.Message.Actor ?? Row.Actor;
        public bool Debugger => Row.IsDebugger || (Turn?.Message.IsDebugger ?? false);
        public string? App => Turn is null ? Row.AppId : Turn.Message.AppId ?? Row.AppId;
        public string? Model => Turn is null ? Conversation.ModelId : Turn.Message.ModelId ?? Row.ModelId;

        public IEnumerable<string?> Values(string dimension) => dimension switch
        {
            "all" => [""],
            "app" => [App],
            "model" => [Model],
            "language" => [Conversation.Language],
            "topic" => Labels("topic").DefaultIfEmpty(null),
            _ => [Conversation.Dimensions.Where(d => d.Key == dimension).Select(d => d.Value).FirstOrDefault()],
        };

        public IEnumerable<string?> Labels(string kind) => Conversation.Labels.Where(l => l.Turn is null && l.Kind == kind).Select(l => l.Value).Distinct();
    }

    /// <summary>Figures of the days in [from, to); latency percentiles are the exact ones.</summary>
    public PeriodFigures Figures(DateOnly from, DateOnly to, string dimension = "all", string? value = "")
    {
        var all = Entries(from, to).Where(e => e.Values(dimension).Contains(value)).ToList();
        var counted = all.Where(e => IncludeDebugger || !e.Debugger).ToList();
        var begun = counted.Where(e => e.Turn is null).ToList();
        var turns = counted.Where(e => e.Turn is not null).ToList();
        var messages = turns.Select(t => t.Turn!.Message).ToList();
        var users = counted.Select(e => e.Actor).OfType<Actor>().Distinct().ToList();
        var priced = messages.Where(m => m.TotalPrice is not null && !string.IsNullOrEmpty(m.Currency)).ToList();
        var lengths = begun.Select(e => e.Conversation.Turns.Count(t => t.Active && (IncludeDebugger || !t.Message.IsDebugger))).ToList();
        return new PeriodFigures
        {
            Conversations = begun.Count,
            Turns = turns.Count,
            ActiveTurns = turns.Count(t => t.Turn!.Active),
            Users = users.Count,
            NewUsers = users.Count(u => FirstDay(u) is var first && from <= first && first < to),
            ReturningUsers = users.Count(u => FirstDay(u) < from),
            AnonymousTurns = turns.Count(t => t.Actor is null),
            TokensIn = messages.All(m => m.MessageTokens is null) ? null : messages.Sum(m => m.MessageTokens),
            TokensOut = messages.All(m => m.AnswerTokens is null) ? null : messages.Sum(m => m.AnswerTokens),
            Cost = [.. priced.GroupBy(m => m.Currency!).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new Money(g.Key, g.Sum(m => m.TotalPrice!.Value)))],
            Unpriced = messages.Count - priced.Count,
            LatencyP50 = NearestRank(messages, 0.50m),
            LatencyP95 = NearestRank(messages, 0.95m),
            Errors = messages.Count(m => m.Failed),
            EmptyAnswers = messages.Count(m => !m.Failed && string.IsNullOrEmpty(m.Answer)),
            Regenerations = turns.Count(t => t.Turn!.Regeneration),
            Likes = turns.Sum(t => Votes(t, "like")),
            Dislikes = turns.Sum(t => Votes(t, "dislike")),
            ConversationTurns = lengths.Sum(),
            Lengths =
            [
                new("0", lengths.Count(l => l == 0)), new("1-2", lengths.Count(l => l is 1 or 2)), new("3-5", lengths.Count(l => l is >= 3 and <= 5)),
                new("6-10", lengths.Count(l => l is >= 6 and <= 10)), new("11-20", lengths.Count(l => l is >= 11 and <= 20)), new("21+", lengths.Count(l => l > 20)),
            ],
            Labels =
            [
                .. ((string[])["topic", "intent", "sentiment", "language", "outcome", "satisfaction"]).Select(kind => new LabelTallies(kind, Tallies(begun, kind))),
                new("personal_data", [.. Tallies(begun, "personal_data").Where(t => t.Value != Tally.Unknown)]),
            ],
            HourOfWeek = turns.Count == 0 ? [] : [.. Enumerable.Range(0, 168).Select(hour => (long)turns.Count(t => HourOfWeek(t.At) == hour))],
            DebuggerConversations = all.Count(e => e.Debugger && e.Turn is null),
            DebuggerTurns = all.Count(e => e.Debugger && e.Turn is not null),
        };
    }

    /// <summary>Values that occur in the days of [from, to).</summary>
    public IEnumerable<string?> Values(DateOnly from, DateOnly to, string dimension) =>
        Entries(from, to).SelectMany(e => e.Values(dimension)).Distinct();

    public IEnumerable<DateOnly> ActiveDays() => All().Select(e => Day(e.At)).Distinct().Order();

    /// <summary>Everything alike, but for percentiles within one percent.</summary>
    public static void AssertEqual(PeriodFigures expected, PeriodFigures actual)
    {
        AssertNear(expected.LatencyP50, actual.LatencyP50);
        AssertNear(expected.LatencyP95, actual.LatencyP95);
        Assert.Equal(Text(expected), Text(actual));
    }

    private static void AssertNear(double? expected, double? actual)
    {
        Assert.Equal(expected is null, actual is null);
        Assert.True(expected is null || Math.Abs(expected.Value - actual!.Value) <= 0.01 * expected.Value, $"{actual} is not within 1 % of {expected}");
    }

    private static string Text(PeriodFigures figures) => JsonSerializer.Serialize(figures with { LatencyP50 = null, LatencyP95 = null });

    private IEnumerable<Entry> All() => Record.SelectMany(c => c.Turns.Select(t => new Entry(c, t, t.Message.CreatedAt)).Append(new Entry(c, null, c.Conversation.CreatedAt)));

    private IEnumerable<Entry> Entries(DateOnly from, DateOnly to) =>
        All().Where(e => from <= Day(e.At) && Day(e.At) < to && (AppId is null || e.App == AppId));

    private DateOnly FirstDay(Actor actor) => All().Where(e => e.Actor == actor && (IncludeDebugger || !e.Debugger)).Min(e => Day(e.At));

    private DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);

    private int HourOfWeek(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone) is var local ? (((int)local.DayOfWeek + 6) % 7 * 24) + local.Hour : 0;

    private static int Votes(Entry entry, string rating) =>
        entry.Conversation.Thread.Feedbacks.Count(f => f.MessageId == entry.Turn!.Message.Id && f.Rating == rating);

    private static double? NearestRank(List<Message> messages, decimal share)
    {
        var latencies = messages.Select(m => m.Latency).OfType<double>().Order().ToList();
        return latencies.Count == 0 ? null : latencies[(int)Math.Ceiling(share * latencies.Count) - 1];
    }

    private static ImmutableArray<Tally> Tallies(List<Entry> begun, string kind) =>
    [
        .. begun.SelectMany(e => e.Labels(kind).DefaultIfEmpty(Tally.Unknown)).GroupBy(v => v!)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => new Tally(g.Key, g.Count())),
    ];
}
