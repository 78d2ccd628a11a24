using System.Globalization;
using Colloquy.Reports;
using Colloquy.Reports.Rendering;
using Colloquy.TestKit;

namespace Colloquy.Tests.Reports.Rendering;

/// <summary>Reports of every awkward shape, and what they are rendered to.</summary>
internal static class Rendered
{
    /// <summary>Names that try to be markup, a formula, a second line, an escape sequence, a broken surrogate.</summary>
    public static readonly (string? Value, string Name)[] HostileNames =
    [
        ("a", "<script>alert(1)</script>"), ("b", "=HYPERLINK(\"http://evil.example\",\"x\")"), ("c", "pipe | star * tick ` \"quote\", comma"),
        ("d", "two\r\nlines\u001b[31m\u0000\u202Eright to left"), ("e", "half a pair \uD83D"), ("f", "@sum"), ("+g", "' onload='x"), (null, "(unknown)"),
    ];

    public static readonly Dictionary<string, Report> Reports = new()
    {
        ["weeks"] = Some.Report(),
        ["days"] = Some.Report(PeriodKind.Day, 200),
        ["months"] = Some.Report(PeriodKind.Month, 15, "app"),
        ["single"] = Some.Report(periods: 1),
        ["empty"] = Some.EmptyReport(),
        ["empty day"] = Some.EmptyReport(periods: 1),
        ["nothing asked"] = Some.EmptyReport() with { Periods = [] },
        ["hostile"] = Some.Report(PeriodKind.Day, 12, "customer <b>|", HostileNames),
        ["many"] = Some.Report(PeriodKind.Month, 3, "model", [.. Enumerable.Range(0, 9).Select(i => ($"m{i}", $"模型 {new string('長', 30)} {i}"))]),
        ["not finite"] = NotFinite(),
    };

    public static TheoryData<string> ReportNames => [.. Reports.Keys];

    public static TheoryData<ReportFormat> Formats => [.. Enum.GetValues<ReportFormat>()];

    /// <summary>Every report there is in the format.</summary>
    public static IEnumerable<string> All(ReportFormat format) =>
    [
        .. Reports.Values.Select(r => Write(r, format)),
        Write(Some.UsersReport(), format), Write(Some.UsersReport(0), format), Write(Hostile(Some.UsersReport()), format),
        Write(Some.DifyReport(), format), Write(Some.DifyReport(0), format), Write(Some.DifyReport(1), format),
    ];

    public static string Write(Report report, ReportFormat format, int width = ReportRenderer.DefaultWidth)
    {
        using var text = new StringWriter(CultureInfo.CurrentCulture);
        ReportRenderer.Render(report, format, text, width);
        return text.ToString();
    }

    public static string Write(UsersReport report, ReportFormat format)
    {
        using var text = new StringWriter(CultureInfo.CurrentCulture);
        ReportRenderer.Render(report, format, text);
        return text.ToString();
    }

    public static string Write(DifyReport report, ReportFormat format)
    {
        using var text = new StringWriter(CultureInfo.CurrentCulture);
        ReportRenderer.Render(report, format, text);
        return text.ToString();
    }

    public static UsersReport Hostile(UsersReport report) => report with
    {
        Users = [.. report.Users.Select((u, i) => u with { Actor = u.Actor with { Id = HostileNames[i % HostileNames.Length].Name } })],
    };

    private static Report NotFinite()
    {
        var report = Some.Report(periods: 4);
        return report with
        {
            Total = report.Total with { LatencyP50 = double.NaN, LatencyP95 = double.PositiveInfinity },
            Periods = [.. report.Periods.Select(p => p with { Overall = p.Overall with { LatencyP50 = double.NaN } })],
        };
    }
}
