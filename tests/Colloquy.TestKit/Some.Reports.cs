using System.Collections.Immutable;
using System.Globalization;
using Colloquy.Model;
using Colloquy.Reports;

namespace Colloquy.TestKit;

/// <summary>Reports as a travel and support assistant might have them. The same arguments give the same report.</summary>
public static partial class Some
{
    private static readonly string[] Topics =
        ["booking", "flight_status", "refund", "account_access", "baggage", "payment", "hotel", "complaint", "loyalty_points", "visa", "insurance", "car_rental"];

    private static readonly string[] Intents =
        ["question", "request_change", "cancel", "complain", "greet", "thank", "provide_information", "confirm", "hand_over"];

    /// <summary>Figures of nothing: what a period without data has.</summary>
    public static PeriodFigures NoFigures { get; } = new()
    {
        Conversations = 0,
        Turns = 0,
        ActiveTurns = 0,
        Users = 0,
        NewUsers = 0,
        ReturningUsers = 0,
        AnonymousTurns = 0,
        TokensIn = null,
        TokensOut = null,
        Cost = [],
        Unpriced = 0,
        LatencyP50 = null,
        LatencyP95 = null,
        Errors = 0,
        EmptyAnswers = 0,
        Regenerations = 0,
        Likes = 0,
        Dislikes = 0,
        ConversationTurns = 0,
        Lengths = [],
        Labels = [],
        HourOfWeek = [],
        DebuggerConversations = 0,
        DebuggerTurns = 0,
    };

    /// <summary>Plausible figures of so many conversations, with two currencies.</summary>
    public static PeriodFigures Figures(long conversations, int seed = 1)
    {
        if (conversations == 0)
        {
            return NoFigures;
        }

        var random = new Random(seed);
        var turns = (long)(conversations * (3.4 + random.NextDouble()));
        var users = Math.Max(1, conversations * 7 / 10);
        var newUsers = (long)(users * (0.15 + 0.2 * random.NextDouble()));
        var median = 1.3 + 0.5 * random.NextDouble();
        return NoFigures with
        {
            Conversations = conversations,
            Turns = turns,
            ActiveTurns = turns - turns / 40,
            Users = users,
            NewUsers = newUsers,
            ReturningUsers = users - newUsers,
            AnonymousTurns = turns / 50,
            TokensIn = turns * 612,
            TokensOut = turns * 148,
            Cost = [new Money("RMB", turns * 0.0031250m), new Money("USD", turns * 0.0014375m)],
            Unpriced = turns / 30,
            LatencyP50 = median,
            LatencyP95 = median * (3.6 + 1.4 * random.NextDouble()),
            Errors = (long)(turns * 0.02 * random.NextDouble()),
            EmptyAnswers = turns / 200,
            Regenerations = turns / 40,
            Likes = turns / 24,
            Dislikes = turns / 90,
            ConversationTurns = turns - turns / 30,
            Lengths = Split(conversations, ["0", "1-2", "3-5", "6-10", "11-20", "21+"], [1, 34, 38, 18, 7, 2]),
            Labels =
            [
                new(LabelKind.Topic, Split(conversations * 12 / 10, Topics, [26, 19, 14, 11, 9, 7, 5, 4, 2, 1, 1, 1])),
                new(LabelKind.Intent, Split(conversations, Intents, [38, 17, 12, 9, 7, 6, 5, 4, 2])),
                new(LabelKind.Sentiment, Split(conversations, ["negative", "neutral", "mixed", "positive"], [14, 52, 6, 28])),
                new(LabelKind.Language, Split(conversations, ["en", "de", "zh", "ja", Tally.Unknown], [61, 17, 12, 8, 2])),
                new(LabelKind.Outcome, Split(conversations, ["resolved", "unclear", "abandoned", "escalated", "failed"], [41, 38, 11, 7, 3])),
                new(LabelKind.Satisfaction, Split(conversations, [Tally.Unknown, "satisfied", "dissatisfied", "neutral"], [52, 35, 9, 4])),
                new(LabelKind.PersonalData, Split(conversations / 5, ["phone", "email", "street_address"], [50, 30, 20])),
            ],
            HourOfWeek = Week(turns),
            DebuggerConversations = conversations / 60,
            DebuggerTurns = turns / 50,
        };
    }

    /// <summary>A report over equal periods from 2025-01-06 in Berlin's zone; the last one is open, and one in the middle is without data from ten on.</summary>
    /// <param name="dimension"><c>all</c>, or a name whose slices are <paramref name="slices"/>.</param>
    public static Report Report(
        PeriodKind kind = PeriodKind.Week, int periods = 16, string dimension = "all", IReadOnlyList<(string? Value, string Name)>? slices = null)
    {
        var values = dimension == "all" ? [("", "")] : slices ?? [("app-1", "Travel desk"), ("app-2", "Support"), ("app-3", "旅行アシスタント"), (null, "(unknown)")];
        var all = Enumerable.Range(0, periods).Select(i => Figures(Conversations(kind, periods, i), seed: i + 1)).ToArray();
        var list = all.Select((figures, i) => new ReportPeriod(
            PeriodName(kind, Start(kind, i)),
            At(Start(kind, i)),
            At(Start(kind, i + 1)),
            Open: i == periods - 1,
            figures,
            i == 0 ? null : all[i - 1],
            Slices(values, figures, i == 0 ? null : all[i - 1])));
        var total = Figures(all.Sum(f => f.Conversations), seed: 99);
        return new Report(
            kind, "Europe/Berlin", dimension, At(Start(kind, 0)), At(Start(kind, periods)), total, [.. list], Slices(values, total, null));
    }

    /// <summary>A report on a range in which nothing happened.</summary>
    public static Report EmptyReport(int periods = 3) => Report(periods: periods) with
    {
        Total = NoFigures,
        Periods = [.. Report(periods: periods).Periods.Select(p => p with { Overall = NoFigures, Previous = null, Slices = [new ReportSlice("", "", NoFigures, null)] })],
        Slices = [],
    };

    public static UsersReport UsersReport(int listed = 12) => new(
        new DateOnly(2025, 1, 6), new DateOnly(2025, 3, 30), Total: listed * 9, [.. Enumerable.Range(0, listed).Select(User)]);

    public static DifyReport DifyReport(int days = 28) => new(
        "Europe/Berlin", null, [.. Enumerable.Range(0, days).Select(DifyDay)], ["Dify prints every amount as USD; here each stays in its own currency."]);

    private static UserTotals User(int rank)
    {
        var figures = Figures(60 - 4 * Math.Min(rank, 14), seed: rank + 1);
        return new UserTotals(
            new Actor(rank % 5 == 4 ? ActorKind.Account : ActorKind.EndUser, $"b7e1c0de-0000-4000-8000-{rank:D12}"),
            new DateOnly(2025, 1, 6).AddDays(rank), new DateOnly(2025, 3, 28).AddDays(-rank), 30 - Math.Min(rank, 29), figures.Conversations, figures.Turns,
            rank == 3 ? null : figures.TokensIn, rank == 3 ? null : figures.TokensOut, rank == 3 ? [] : figures.Cost, figures.Errors, figures.Likes,
            figures.Dislikes, figures.LabelsOf(LabelKind.Topic), [new Tally("gpt-4o-mini", figures.Turns - 3), new Tally(Tally.Unknown, 3)]);
    }

    private static DifyDay DifyDay(int index)
    {
        var figures = Figures(Conversations(PeriodKind.Day, 28, index), seed: index + 1);
        return new DifyDay(
            new DateOnly(2025, 1, 6).AddDays(index), figures.Turns, figures.Conversations, figures.Users, figures.TokensIn + figures.TokensOut ?? 0, figures.Cost,
            figures.Conversations == 0 ? null : (double)figures.Turns / figures.Conversations, figures.Turns == 0 ? null : 1000.0 * figures.Likes / figures.Turns,
            1000 * figures.LatencyP50, 148 / figures.LatencyP50);
    }

    private static ImmutableArray<ReportSlice> Slices(IEnumerable<(string? Value, string Name)> values, PeriodFigures figures, PeriodFigures? before)
    {
        var list = values.ToList();
        return list is [("", _)]
            ? [new ReportSlice("", "", figures, before)]
            : [.. list.Select((v, i) => new ReportSlice(v.Value, v.Name, Part(figures, i)!, Part(before, i))).Where(s => s.Figures.Conversations > 0)];
    }

    private static PeriodFigures? Part(PeriodFigures? figures, int rank) => figures is null ? null : Figures(figures.Conversations >> (rank + 1), seed: rank + 7);

    private static long Conversations(PeriodKind kind, int periods, int index)
    {
        if (periods >= 10 && index == periods / 2)
        {
            return 0;
        }

        var scale = kind switch { PeriodKind.Day => 60.0, PeriodKind.Week => 420.0, _ => 1800.0 };
        var weekend = kind == PeriodKind.Day && index % 7 >= 5 ? 0.45 : 1;
        var growth = 1 + 0.9 * index / periods;
        var wave = 1 + 0.16 * Math.Sin(index * 1.7) + 0.07 * Math.Sin(index * 4.1);
        return (long)(scale * weekend * growth * wave * (index == periods - 1 && periods > 1 ? 0.35 : 1));
    }

    private static ImmutableArray<Tally> Split(long whole, string[] names, int[] weights) =>
        [.. names.Zip(weights, (name, weight) => new Tally(name, whole * weight / weights.Sum()))];

    private static ImmutableArray<long> Week(long turns) =>
        [.. Enumerable.Range(0, 168).Select(hour => (long)(turns / 1000.0 * (hour / 24 < 5 ? 12 : 5) * Math.Exp(-Math.Pow((hour % 24 - (hour / 24 < 5 ? 13.5 : 17)) / 4.2, 2))
            * (1 + 0.25 * Math.Sin(hour * 2.3))))];

    private static DateOnly Start(PeriodKind kind, int index) => kind switch
    {
        PeriodKind.Day => new DateOnly(2025, 1, 6).AddDays(index),
        PeriodKind.Week => new DateOnly(2025, 1, 6).AddDays(7 * index),
        _ => new DateOnly(2025, 1, 1).AddMonths(index),
    };

    private static string PeriodName(PeriodKind kind, DateOnly start) => kind switch
    {
        PeriodKind.Day => start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        PeriodKind.Week => string.Create(
            CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(start)}-W{ISOWeek.GetWeekOfYear(start):00}"),
        _ => start.ToString("yyyy-MM", CultureInfo.InvariantCulture),
    };

    private static DateTimeOffset At(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin").GetUtcOffset(midnight));
    }
}
