namespace Colloquy.Reports.Rendering.Data;

/// <summary>Periods as CSV: one row per slice of a period; a period without slices has one row with its own figures.</summary>
internal static class ReportCsv
{
    private static readonly ImmutableArray<string> LengthBuckets = ["0", "1-2", "3-5", "6-10", "11-20", "21+"];

    public static string Write(Report report)
    {
        var rows = report.AllPeriods.SelectMany(p => Slices(p).Select(s => (Period: p, Slice: s))).ToList();
        var currencies = CsvText.Currencies(rows.Select(r => r.Slice.Figures.Cost));
        var csv = new CsvText();
        csv.Cells(["period", "starts_at", "ends_at", "open", "dimension", "slice_value", "slice"])
            .Cells(NumberFields.OfPeriod.Select(f => f.Name))
            .Cell("previous_conversations")
            .Cells(CsvText.CostColumns(currencies))
            .Cells(["length_0", "length_1_2", "length_3_5", "length_6_10", "length_11_20", "length_21_or_more"])
            .Cells(LabelKind.All.Select(kind => kind.Figure))
            .EndRow();
        foreach (var (period, slice) in rows)
        {
            var figures = slice.Figures;
            csv.Text(period.Name)
                .Cell(Literal.Of(period.StartsAt)).Cell(Literal.Of(period.EndsAt)).Cell(period.Open ? "true" : "false")
                .Text(report.Dimension).Text(slice.Value).Text(slice.Name)
                .Cells(NumberFields.OfPeriod.Select(f => f.Read(figures)))
                .Cell(Literal.Of(slice.Previous?.Conversations))
                .Cost(currencies, figures.Cost)
                .Cells(LengthBuckets.Select(bucket => Literal.Of(figures.Lengths.Where(t => t.Value == bucket).Sum(t => t.Count))));
            foreach (var kind in LabelKind.All)
            {
                csv.Tallies(figures.LabelsOf(kind.Name));
            }

            csv.EndRow();
        }

        return csv.ToString();
    }

    private static ImmutableArray<ReportSlice> Slices(ReportPeriod period) =>
        period.Slices.IsEmpty ? [new ReportSlice("", "", period.Overall, period.Previous)] : period.Slices;
}
