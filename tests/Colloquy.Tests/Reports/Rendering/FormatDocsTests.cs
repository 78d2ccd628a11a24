using Colloquy.Reports;
using Colloquy.Reports.Rendering;
using Colloquy.TestKit;

namespace Colloquy.Tests.Reports.Rendering;

/// <summary>docs/report-formats.md names what is written, so that nobody has to read code to read a report.</summary>
public sealed class FormatDocsTests
{
    private static readonly string Docs = File.ReadAllText(Path.Combine(Repository.Root, "docs", "report-formats.md"));

    [Fact]
    public void Docs_name_every_field_of_the_JSON() => Assert.All(
        Outputs(ReportFormat.Json).SelectMany(text => JsonTests.Names(JsonTests.Read(text))).Distinct(),
        name => Assert.Contains($"`{name}`", Docs, StringComparison.Ordinal));

    [Fact]
    public void Docs_name_every_column_of_the_CSV() => Assert.All(
        Outputs(ReportFormat.Csv).SelectMany(text => text.Split("\r\n")[0].Split(',')).Distinct(),
        name => Assert.Contains(name.StartsWith("cost_", StringComparison.Ordinal) ? "`cost_<currency>`" : $"`{name}`", Docs, StringComparison.Ordinal));

    private static IEnumerable<string> Outputs(ReportFormat format) =>
    [
        Rendered.Write(Some.Report(PeriodKind.Month, 2, "app"), format), Rendered.Write(Some.UsersReport(), format), Rendered.Write(Some.DifyReport(), format),
    ];
}
