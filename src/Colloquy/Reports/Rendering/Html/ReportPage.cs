using Colloquy.Reports.Rendering.Documents;
using Colloquy.Reports.Rendering.Html.Charts;

namespace Colloquy.Reports.Rendering.Html;

/// <summary>The page of a report by period.</summary>
internal static class ReportPage
{
    private const int SlicesListed = 50;
    private const int PeriodsUnfolded = 31;

    private static readonly ImmutableArray<(string Value, string Colour)> SentimentScale =
        [("positive", "positive"), ("neutral", "neutral"), ("mixed", "mixed"), ("negative", "negative")];

    private static readonly ImmutableArray<(string Value, string Colour)> OutcomeScale =
        [("resolved", "positive"), ("unclear", "neutral"), ("escalated", "mixed"), ("abandoned", "negative"), ("failed", "c3")];

    private static readonly ImmutableArray<(string Value, string Colour)> SatisfactionScale =
        [("satisfied", "positive"), ("neutral", "neutral"), ("dissatisfied", "negative")];

    public static string Write(Report report) => PageShell.Write(
        ReportDocument.Title(report),
        RangeText.Scope(report),
        report.Total.IsEmpty ? Nothing() : Content(report),
        ReportNotes.Of(report));

    private static Markup Content(Report report) => Markup.Of(
        $"{Headline.Draw(report)}{Activity(report)}{Subjects(report)}{Endings(report)}"
        + $"{Quality(report)}{Cost(report)}{Slices(report)}{Periods(report)}");

    private static Markup Nothing() => Markup.Of(
        $"<section class=\"card nothing\"><h2>No conversations in this range</h2>"
        + $"<p>There was neither a conversation nor a turn. A wider range, or another app, may have some.</p></section>\n");

    // Kinds with a place of their own on the page.
    private static ImmutableArray<string> Placed { get; } =
    [
        LabelKind.Topic, LabelKind.Intent, LabelKind.Sentiment, LabelKind.Language,
        LabelKind.Outcome, LabelKind.Satisfaction, LabelKind.PersonalData,
    ];

    private static Markup Activity(Report report) => PageShell.Section(
        "Activity",
        OverTime(report, axis => LineChart.Draw(
            "volume", "Conversations and turns", axis,
            [Counts("Turns", "c2", report, f => f.Turns), Counts("Conversations", "c1", report, f => f.Conversations)], whole: true)),
        OverTime(report, axis => StackedBars.Draw(
            "users", "Users, new and returning", axis,
            [Counts("Returning", "c1", report, f => f.ReturningUsers), Counts("New", "c2", report, f => f.NewUsers)], whole: true)),
        report.Total.HourOfWeek.Any(count => count > 0)
            ? HeatMap.Draw("hours", "When people write", $"Turns by hour of the week, {report.Zone}", report.Total.HourOfWeek)
            : Markup.None,
        report.Total.Lengths.Any(l => l.Count > 0)
            ? Histogram.Draw("lengths", "Length of conversations", "Share of conversations by their number of turns", report.Total.Lengths)
            : Markup.None);

    private static Markup Subjects(Report report) => PageShell.Section(
        "What people ask",
        [
            Bars(report, LabelKind.Topic, Readable),
            Bars(report, LabelKind.Intent, Readable),
            Split("sentiments", "Sentiment", report.Total.LabelsOf(LabelKind.Sentiment), SentimentScale),
            Bars(report, LabelKind.Language, LanguageNames.Of),
            .. LabelKind.All.Where(kind => !Placed.Contains(kind.Name)).Select(kind => Bars(report, kind.Name, Readable)),
        ]);

    private static Markup Endings(Report report) => PageShell.Section(
        "Whether they got it",
        Split("outcomes", "How conversations ended", report.Total.LabelsOf(LabelKind.Outcome), OutcomeScale),
        Split("satisfaction", "Satisfaction, inferred", report.Total.LabelsOf(LabelKind.Satisfaction), SatisfactionScale));

    private static Markup Quality(Report report) => PageShell.Section(
        "Quality",
        Ratios.Finite(report.Total.LatencyP50) is null
            ? Markup.None
            : OverTime(report, axis => LineChart.Draw(
                "latency", "Response time", axis,
                [
                    Line("95th percentile", "c2", report, f => f.LatencyP95, Human.Seconds),
                    Line("Median", "c1", report, f => f.LatencyP50, Human.Seconds),
                ],
                " s")),
        OverTime(report, axis => LineChart.Draw(
            "errors", "Share of turns that failed", axis,
            [Line("Errors", "c3", report, f => f.ErrorShare * 100, v => Human.Share(v / 100))], " %")),
        Bars(report, LabelKind.PersonalData, Readable));

    private static Markup Cost(Report report) => PageShell.Section(
        "Cost",
        [.. report.Total.Cost.Select((total, i) => OverTime(report, axis => StackedBars.Draw(
            $"cost-{i}", $"Cost in {total.Currency}", axis,
            [Line(total.Currency, "c1", report, f => Amount(f, total.Currency), Price)])))]);

    private static string Price(double? value) => value is { } amount ? Human.Amount((decimal)amount) : Human.Unknown;

    private static Markup Slices(Report report)
    {
        if (report.Dimension == "all" || report.Slices.IsEmpty)
        {
            return Markup.None;
        }

        var listed = report.Slices.Take(SlicesListed).ToList();
        var most = listed.Max(s => s.Figures.Conversations);
        var rows = listed.Select(
            s => FigureColumns.Row(s.Name, Human.Share(s.Figures.Conversations, report.Total.Conversations), s.Figures));
        var rest = report.Slices.Length - listed.Count;
        var table = DataTable.Draw(
            $"By {report.Dimension}",
            new Grid(FigureColumns.After(report.Dimension, "Share"), [.. rows]),
            [.. listed.Select(s => ShareBar.Draw(s.Figures.Conversations, most))]);
        var more = rest > 0
            ? Markup.Of($"<p class=\"quiet\">… and {Human.Count(rest)} more; CSV and JSON have all.</p>")
            : Markup.None;
        return Markup.Of($"""
            <section><h2>By {report.Dimension}</h2>
            {table}{more}</section>

            """);
    }

    private static Markup Periods(Report report)
    {
        var table = DataTable.Draw("Period by period", ReportDocument.Periods(report, withSlices: false));
        var count = Human.Count(report.Periods.Length);
        return report.Periods.Length <= PeriodsUnfolded
            ? Markup.Of($"<section><h2>Period by period</h2>\n{table}</section>\n")
            : Markup.Of(
                $"<section><h2>Period by period</h2>\n"
                + $"<details><summary>All {count} periods</summary>\n{table}</details></section>\n");
    }

    private static Markup OverTime(Report report, Func<TimeAxis, Markup> draw) =>
        report.Periods.Length < 2 ? Markup.None : draw(TimeAxis.Of(report));

    private static Markup Bars(Report report, string kind, Func<string, string> name) =>
        report.Total.LabelsOf(kind).IsEmpty
            ? Markup.None
            : BarList.Draw(
                LabelKind.Find(kind)!.Title,
                "Conversations",
                [.. report.Total.LabelsOf(kind).OrderByDescending(t => t.Count).ThenBy(t => t.Value, StringComparer.Ordinal)],
                report.Total.Conversations,
                value => value == Tally.Unknown ? "unknown" : name(value),
                value => Course(report, kind, value));

    private static ImmutableArray<double?> Course(Report report, string kind, string value) =>
        [.. report.Periods.Where(p => !p.Open).Select(p => (double?)p.Overall.LabelsOf(kind).FirstOrDefault(t => t.Value == value).Count)];

    /// <param name="scale">Values from best to worst, with their colours; other values follow.</param>
    private static Markup Split(
        string key, string title, ImmutableArray<Tally> tallies, ImmutableArray<(string Value, string Colour)> scale) => tallies.IsEmpty
        ? Markup.None
        : SplitBar.Draw(
            key,
            title,
            [
                .. tallies
                    .Select(t =>
                        (t.Value, t.Count,
                            Place: scale.Select(s => s.Value).ToList().IndexOf(t.Value) is >= 0 and var place ? place : scale.Length))
                    .OrderBy(t => t.Place).ThenByDescending(t => t.Count).ThenBy(t => t.Value, StringComparer.Ordinal)
                    .Select(t => (Readable(t.Value), t.Place < scale.Length ? scale[t.Place].Colour : "other", t.Count)),
            ]);

    private static string Readable(string value) => value.Replace('_', ' ');

    private static double? Amount(PeriodFigures figures, string currency) =>
        figures.Cost.Where(m => m.Currency == currency).Select(m => (double?)m.Amount).FirstOrDefault();

    private static Series Counts(string name, string colour, Report report, Func<PeriodFigures, long> figure) =>
        Series.Counts(name, colour, report.Periods.Select(p => figure(p.Overall)));

    private static Series Line(
        string name, string colour, Report report, Func<PeriodFigures, double?> figure, Func<double?, string> read) =>
        new(name, colour, [.. report.Periods.Select(p => Ratios.Finite(figure(p.Overall)))], read);
}
