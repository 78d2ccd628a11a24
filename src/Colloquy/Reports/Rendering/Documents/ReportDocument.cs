namespace Colloquy.Reports.Rendering.Documents;

/// <summary>
/// Periods as a document: slices of the whole range, then each period, then the content. Long lists are shortened with a note; JSON and CSV
/// are complete.
/// </summary>
internal static class ReportDocument
{
    private const int SlicesOfRange = 20;
    private const int SlicesOfPeriod = 5;
    private const int Labels = 10;

    public static string Title(Report report) =>
        $"Conversations by {RangeText.Noun(report.Kind)}{(report.Dimension == "all" ? "" : $" and {report.Dimension}")}";

    public static Document Of(Report report) => new(
        Title(report),
        RangeText.Scope(report),
        [
            .. Slices(report),
            new Section(null, Periods(report, withSlices: report.Dimension != "all")),
            .. LabelKind.All.SelectMany(kind => Tallies(kind.Title, report.Total.LabelsOf(kind.Name), report.Total.Conversations)),
        ],
        ReportNotes.Of(report));

    public static Grid Periods(Report report, bool withSlices)
    {
        var noun = RangeText.Noun(report.Kind);
        return new Grid(
            FigureColumns.After(char.ToUpperInvariant(noun[0]) + noun[1..], "Change"),
            [
                .. report.Periods.SelectMany(p => Rows(p, withSlices)),
                FigureColumns.Row("Total", "", report.Total, RowRank.Total),
            ]);
    }

    private static IEnumerable<GridRow> Rows(ReportPeriod period, bool withSlices)
    {
        yield return FigureColumns.Row(period.Name, Change(period, period.Overall, period.Previous), period.Overall);
        if (!withSlices)
        {
            yield break;
        }

        foreach (var slice in period.Slices.Take(SlicesOfPeriod))
        {
            yield return FigureColumns.Row(slice.Name, Change(period, slice.Figures, slice.Previous), slice.Figures, RowRank.Part);
        }

        if (period.Slices.Length > SlicesOfPeriod)
        {
            var rest = $"… {Human.Count(period.Slices.Length - SlicesOfPeriod)} more";
            yield return new GridRow([rest, .. Enumerable.Repeat("", FigureColumns.After("", "").Length - 1)], RowRank.Part);
        }
    }

    private static string Change(ReportPeriod period, PeriodFigures now, PeriodFigures? before) =>
        period.Open ? Human.SoFar : Human.Change(now.Conversations, before?.Conversations);

    private static IEnumerable<Section> Slices(Report report)
    {
        if (report.Dimension == "all" || report.Slices.IsEmpty)
        {
            yield break;
        }

        var listed = report.Slices.Take(SlicesOfRange).Select(
            s => FigureColumns.Row(s.Name, Human.Share(s.Figures.Conversations, report.Total.Conversations), s.Figures));
        yield return new Section(
            $"By {report.Dimension}, over the whole range",
            new Grid(FigureColumns.After(char.ToUpperInvariant(report.Dimension[0]) + report.Dimension[1..], "Share"), [.. listed]),
            Remainder(report.Slices.Length - SlicesOfRange));
    }

    private static IEnumerable<Section> Tallies(string heading, ImmutableArray<Tally> tallies, long whole)
    {
        if (tallies.IsEmpty)
        {
            yield break;
        }

        yield return new Section(
            heading,
            Grid.Of(
                tallies.OrderByDescending(t => t.Count).ThenBy(t => t.Value, StringComparer.Ordinal).Take(Labels),
                (new GridColumn("Value", Words: true), t => t.Value),
                (new GridColumn("Convs"), t => Human.Count(t.Count)),
                (new GridColumn("Share"), t => Human.Share(t.Count, whole))),
            Remainder(tallies.Length - Labels));
    }

    private static string? Remainder(int count) => count > 0 ? $"… and {Human.Count(count)} more" : null;
}
