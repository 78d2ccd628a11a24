using System.Text;
using Colloquy.Model;
using Colloquy.Reports;
using Colloquy.Reports.Rendering;
using Colloquy.Reports.Rendering.Text;
using Colloquy.TestKit;

namespace Colloquy.Tests.Reports.Rendering;

public sealed class PlainTextTests
{
    public static TheoryData<string> ReportNames => Rendered.ReportNames;

    [Theory]
    [MemberData(nameof(ReportNames))]
    public void Table_fits_the_width(string report) => Assert.All([80, 100, 120], width => Assert.All(
        Rendered.Write(Rendered.Reports[report], ReportFormat.Table, width).Split('\n'), line => Assert.InRange(CellWidth.Of(line), 0, width)));

    [Theory]
    [MemberData(nameof(ReportNames))]
    public void Table_rows_end_where_their_rule_ends(string report)
    {
        var blocks = Rendered.Write(Rendered.Reports[report], ReportFormat.Table).Split("\n\n").Select(b => b.TrimEnd('\n').Split('\n')).ToList();
        foreach (var block in blocks)
        {
            var rule = Array.FindIndex(block, line => line.StartsWith('─'));
            if (rule >= 0)
            {
                var rows = block[(rule + 1)..].Where(line => !line.TrimStart().StartsWith('…') && !line.StartsWith("Total", StringComparison.Ordinal));
                Assert.All(rows.Append(block[rule - 1]), row => Assert.Equal(CellWidth.Of(block[rule]), CellWidth.Of(row)));
            }
        }
    }

    [Fact]
    public void Table_of_an_empty_period_shows_unknown_as_a_dash_and_counts_as_zero()
    {
        var row = Line(Some.EmptyReport(), "2025-W02");
        Assert.Matches(@"^2025-W02 +0 +– +0 +0 \(0\) +– +– +– +– +– +– +– +0 / 0$", string.Join("  ", row));
    }

    [Fact]
    public void Table_of_an_open_period_says_so_instead_of_a_change()
    {
        var report = Some.Report();
        Assert.Contains("so far", Line(report, report.Periods[^1].Name)[0], StringComparison.Ordinal);
        Assert.All(report.Periods[..^1], p => Assert.DoesNotContain("so far", Line(report, p.Name)[0], StringComparison.Ordinal));
    }

    [Fact]
    public void Table_lists_slices_over_the_range_first_and_then_within_each_period()
    {
        var lines = Rendered.Write(Some.Report(PeriodKind.Month, 2, "app"), ReportFormat.Table).Split('\n');
        var range = Array.FindIndex(lines, l => l.StartsWith("Travel desk", StringComparison.Ordinal));
        var period = Array.FindIndex(lines, l => l.StartsWith("2025-01", StringComparison.Ordinal) && !l.Contains(" to ", StringComparison.Ordinal));
        Assert.InRange(range, 1, period);
        Assert.StartsWith("  Travel desk", lines[period + 1], StringComparison.Ordinal);
    }

    [Fact]
    public void Table_with_more_slices_than_it_lists_says_how_many()
    {
        (string?, string)[] slices = [.. Enumerable.Range(0, 9).Select(i => ((string?)$"m{i}", $"model {i}"))];
        Assert.Contains("… 4 more", Rendered.Write(Some.Report(PeriodKind.Month, 2, "model", slices), ReportFormat.Table), StringComparison.Ordinal);
    }

    [Fact]
    public void Table_of_hostile_names_holds_no_control_or_direction_character() => Assert.All(
        Rendered.All(ReportFormat.Table), text => Assert.DoesNotContain(text.EnumerateRunes(), r => r.Value != '\n' && (Rune.IsControl(r) || r.Value == 0x202E)));

    [Fact]
    public void Table_says_what_is_left_out()
    {
        var report = Some.Report();
        var text = Rendered.Write(report, ReportFormat.Table);
        Assert.Contains($"Left out: debugger traffic, {report.Total.DebuggerConversations} conversations and {report.Total.DebuggerTurns} turns.", text, StringComparison.Ordinal);
        Assert.Contains("have no known price", text, StringComparison.Ordinal);
        Assert.Contains("by nobody known", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_says_what_is_not_in_the_record_because_the_source_has_no_table_of_it()
    {
        var report = Some.Report(PeriodKind.Month, 2, "app", [("a1", "a1")]);
        var without = Rendered.Write(report with { Total = report.Total with { Likes = 0, Dislikes = 0 } }, ReportFormat.Table);
        Assert.Contains("message_feedbacks", without, StringComparison.Ordinal);
        Assert.Contains("Apps without a name", without, StringComparison.Ordinal);

        var named = Some.Report(PeriodKind.Month, 2, "app", [("a1", "Helpdesk")]);
        var with = Rendered.Write(named with { Total = named.Total with { Likes = 1 } }, ReportFormat.Table);
        Assert.DoesNotContain("message_feedbacks", with, StringComparison.Ordinal);
        Assert.DoesNotContain("Apps without a name", with, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_of_a_report_with_debugger_traffic_does_not_call_it_left_out()
    {
        var text = Rendered.Write(Some.Report() with { IncludesDebugger = true }, ReportFormat.Table);
        Assert.Contains("Included: debugger traffic", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Left out", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_of_one_app_names_it() =>
        Assert.Contains("Europe/Berlin · app a-1\n", Rendered.Write(Some.Report() with { AppId = "a-1" }, ReportFormat.Table), StringComparison.Ordinal);

    [Fact]
    public void Table_of_people_shows_unknown_tokens_as_a_dash()
    {
        var report = Some.UsersReport();
        Assert.Null(report.Users[3].TokensIn);
        var row = Rendered.Write(report, ReportFormat.Table).Split('\n').First(l => l.StartsWith(report.Users[3].Actor.Id, StringComparison.Ordinal));
        Assert.EndsWith("–", row, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abc", 3)]
    [InlineData("旅行", 4)]
    [InlineData("가나", 4)]
    [InlineData("e\u0301", 1)]
    [InlineData("👩‍👩‍👧", 2)]
    [InlineData("–×−…", 4)]
    [InlineData("", 0)]
    public void CellWidth_counts_cells_of_a_terminal(string text, int expected) => Assert.Equal(expected, CellWidth.Of(text));

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdef", 5, "abcd…")]
    [InlineData("旅行アシスタント", 6, "旅行…")]
    [InlineData("ab cdef", 4, "ab…")]
    public void Fit_cuts_at_whole_characters(string text, int width, string expected) => Assert.Equal(expected, CellWidth.Fit(text, width));

    private static string[] Line(Report report, string start) =>
    [
        .. Rendered.Write(report, ReportFormat.Table, 200).Split('\n')
            .Where(l => l.StartsWith(start, StringComparison.Ordinal) && !l.Contains("ended", StringComparison.Ordinal)),
    ];
}
