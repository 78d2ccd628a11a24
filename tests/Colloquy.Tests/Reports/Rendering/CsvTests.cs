using System.Globalization;
using System.Text;
using Colloquy.Model;
using Colloquy.Reports;
using Colloquy.Reports.Rendering;
using Colloquy.Reports.Rendering.Data;
using Colloquy.TestKit;
using CsvHelper;

namespace Colloquy.Tests.Reports.Rendering;

public sealed class CsvTests
{
    [Fact]
    public void Csv_read_back_gives_the_figures_of_every_period_and_slice()
    {
        var report = Some.Report(PeriodKind.Month, 15, "app");
        var expected = report.Periods.SelectMany(p => p.Slices.IsEmpty
            ? [(Period: p, Slice: new ReportSlice("", "", p.Overall, p.Previous))]
            : p.Slices.Select(s => (Period: p, Slice: s))).ToList();
        var rows = Read(Rendered.Write(report, ReportFormat.Csv));
        Assert.Equal(expected.Count, rows.Count);
        Assert.All(expected.Zip(rows), pair =>
        {
            var ((period, slice), row) = pair;
            Assert.Equal((period.Name, period.Open ? "true" : "false"), (row["period"], row["open"]));
            Assert.Equal((slice.Value ?? "", slice.Name), (row["slice_value"], row["slice"]));
            Assert.Equal(period.StartsAt, DateTimeOffset.Parse(row["starts_at"], CultureInfo.InvariantCulture));
            Assert.Equal(slice.Figures.Conversations, long.Parse(row["conversations"], CultureInfo.InvariantCulture));
            Assert.Equal(slice.Figures.TokensIn, Number(row["tokens_in"]));
            Assert.Equal(slice.Figures.LatencyP95, Real(row["latency_p95_seconds"]));
            Assert.Equal(slice.Figures.Cost.Where(m => m.Currency == "USD").Select(m => (decimal?)m.Amount).FirstOrDefault(), Money(row["cost_USD"]));
            Assert.Equal(slice.Previous?.Conversations, Number(row["previous_conversations"]));
            Assert.Equal(slice.Figures.Lengths.FirstOrDefault(t => t.Value == "3-5").Count, Number(row["length_3_5"]));
        });
    }

    [Fact]
    public void Csv_of_hostile_names_reads_back_to_them_with_an_apostrophe_before_formulas()
    {
        var report = Rendered.Reports["hostile"];
        var names = Read(Rendered.Write(report, ReportFormat.Csv)).Select(r => r["slice"]).Distinct();
        var expected = report.Periods.SelectMany(p => p.Slices).Select(s => s.Name is ['=' or '@', ..] ? "'" + s.Name : s.Name).Distinct();
        Assert.Equal(expected.Select(e => e.Replace('\uD83D', '\uFFFD')), names.Where(n => n.Length > 0));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData(" =1", "' =1")]
    [InlineData("＝1", "'＝1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("a=1", "a=1")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Text_that_a_spreadsheet_would_run_gets_an_apostrophe(string? value, string expected) =>
        Assert.Equal(expected, new CsvText().Text(value).ToString());

    [Fact]
    public void Csv_of_a_name_quotes_after_the_rfc() =>
        Assert.Equal("\"a,b\",\"say \"\"x\"\"\",\"l1\nl2\",\r\n", Row(csv => csv.Text("a,b").Text("say \"x\"").Text("l1\nl2").Cell(null)));

    [Fact]
    public void Csv_of_a_report_without_periods_is_its_header() => Assert.Empty(Read(Rendered.Write(Rendered.Reports["nothing asked"], ReportFormat.Csv)));

    [Fact]
    public void Csv_of_people_has_a_row_each()
    {
        var report = Some.UsersReport();
        var rows = Read(Rendered.Write(report, ReportFormat.Csv));
        Assert.Equal(report.Users.Select(u => (u.Actor.KindName, u.Actor.Id)), rows.Select(r => (r["kind"], r["id"])));
        Assert.Equal(report.Users.Select(u => u.TokensIn), rows.Select(r => Number(r["tokens_in"])));
    }

    [Fact]
    public void Csv_of_Dify_has_a_row_a_day()
    {
        var report = Some.DifyReport();
        var rows = Read(Rendered.Write(report, ReportFormat.Csv));
        Assert.Equal(report.Days.Select(d => (Human.Day(d.Day), (long?)d.Messages)), rows.Select(r => (r["day"], Number(r["messages"]))));
        Assert.Equal(report.Days.Select(d => d.TokensPerSecond), rows.Select(r => Real(r["tokens_per_second"])));
    }

    internal static List<Dictionary<string, string>> Read(string csv)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(csv));
        using var reader = CsvReader.Create(stream, new CsvReaderOptions { HasHeader = true });
        var rows = new List<Dictionary<string, string>>();
        while (reader.Read())
        {
            Assert.Equal(reader.Headers.Count, reader.FieldCount);
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(i => reader.Headers[i], i => reader.GetString(i)));
        }

        return rows;
    }

    private static string Row(Action<CsvText> write)
    {
        var csv = new CsvText();
        write(csv);
        csv.EndRow();
        return csv.ToString();
    }

    private static long? Number(string text) => text.Length == 0 ? null : long.Parse(text, CultureInfo.InvariantCulture);

    private static double? Real(string text) => text.Length == 0 ? null : double.Parse(text, CultureInfo.InvariantCulture);

    private static decimal? Money(string text) => text.Length == 0 ? null : decimal.Parse(text, CultureInfo.InvariantCulture);
}
