namespace Colloquy.Reports.Rendering.Data;

/// <summary>Dify's own statistics as CSV, one row per day.</summary>
internal static class DifyCsv
{
    public static string Write(DifyReport report)
    {
        var currencies = CsvText.Currencies(report.Days.Select(d => d.Cost));
        var csv = new CsvText();
        csv.Cell("day").Cells(NumberFields.OfDifyDay.Select(f => f.Name)).Cells(CsvText.CostColumns(currencies)).EndRow();
        foreach (var day in report.Days)
        {
            csv.Cell(Literal.Of(day.Day)).Cells(NumberFields.OfDifyDay.Select(f => f.Read(day))).Cost(currencies, day.Cost).EndRow();
        }

        return csv.ToString();
    }
}
