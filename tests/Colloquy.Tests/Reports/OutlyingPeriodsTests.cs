using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Colloquy.Model;
using Colloquy.Reports;
using Colloquy.Reports.Measuring;
using Colloquy.Reports.Rendering;
using Colloquy.Stores;
using Colloquy.TestKit;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Colloquy.Tests.Reports;

/// <summary>A range far beyond the data's bulk is named, not drawn.</summary>
public sealed class OutlyingPeriodsTests
{
    private const int MostBytes = 4_000_000;

    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private static readonly string[] Bulk = [.. Enumerable.Range(0, 60).Select(i => new DateTime(2025, 4, 1).AddDays(i).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))];

    [Theory]
    [InlineData(PeriodKind.Day, "UTC", 60)]
    [InlineData(PeriodKind.Day, "Pacific/Auckland", 60)]
    [InlineData(PeriodKind.Week, "UTC", 9)]
    [InlineData(PeriodKind.Month, "America/New_York", 2)]
    public async Task Two_rows_with_a_wrong_year_do_not_draw_a_century(PeriodKind kind, string zone, int periods)
    {
        var report = await ReadAsync(["1971-01-01", .. Bulk, "2087-05-05"], new ReportRequest(kind) { Zone = zone });
        Assert.Equal(periods, report.Periods.Length);
        Assert.Equal(2, report.Outlying.Length);
        Assert.Equal((62L, 60L), (report.Total.Conversations, report.Periods.Sum(p => p.Overall.Conversations)));
        Assert.Equal(62, report.AllPeriods.Sum(p => p.Overall.Conversations));

        var html = Render(report, ReportFormat.Html);
        Assert.InRange(html.Length, 1, MostBytes / 10);
        Assert.All((ReportFormat[])[ReportFormat.Html, ReportFormat.Table, ReportFormat.Markdown], format => Assert.All(
            report.Outlying, outlying => Assert.Contains(outlying.Name, Render(report, format), StringComparison.Ordinal)));
        Assert.All(report.Outlying, outlying => Assert.Contains(outlying.Name, Render(report, ReportFormat.Csv), StringComparison.Ordinal));
        var json = JsonDocument.Parse(Render(report, ReportFormat.Json)).RootElement;
        Assert.Equal(report.Outlying.Select(p => p.Name), json.GetProperty("outlying").EnumerateArray().Select(p => p.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData(PeriodKind.Day)]
    [InlineData(PeriodKind.Week)]
    [InlineData(PeriodKind.Month)]
    public async Task A_range_of_thousands_of_years_is_drawn_where_the_data_is(PeriodKind kind)
    {
        foreach (var zone in (string[])["UTC", "America/Los_Angeles", "Pacific/Kiritimati"])
        {
            var report = await ReadAsync(Bulk, new ReportRequest(kind) { Zone = zone, From = DateOnly.MinValue, To = DateOnly.MaxValue });
            Assert.Empty(report.Outlying);
            Assert.Equal(60, report.Periods.Sum(p => p.Overall.Conversations));
            Assert.InRange(report.Periods.Length, 2, 62);
            Assert.InRange(Render(report, ReportFormat.Html).Length, 1, MostBytes);
        }
    }

    [Fact]
    public async Task A_long_range_without_data_shows_no_periods()
    {
        var report = await ReadAsync(Bulk, new ReportRequest(PeriodKind.Day) { From = new DateOnly(1900, 1, 1), To = new DateOnly(2000, 1, 1) });
        Assert.Empty(report.Periods);
        Assert.Contains("No conversations", Render(report, ReportFormat.Html), StringComparison.Ordinal);
        Assert.All(Enum.GetValues<ReportFormat>(), format => Assert.NotEmpty(Render(report, format)));
    }

    [Fact]
    public async Task Of_many_years_of_days_the_latest_are_drawn_and_the_page_stays_small()
    {
        var days = Enumerable.Range(0, 12_000).Where(i => i % 100 == 0).Select(i => new DateTime(1990, 1, 1).AddDays(i).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        var report = await ReadAsync([.. days], new ReportRequest(PeriodKind.Day));
        Assert.Equal(DrawnPeriods.Most, report.Periods.Length);
        Assert.Equal("2022-08-01", report.Periods[^1].Name);
        Assert.Equal(120, report.AllPeriods.Sum(p => p.Overall.Conversations));
        Assert.InRange(Render(report, ReportFormat.Html).Length, 1, MostBytes);
    }

    [Fact]
    public void Drawn_periods_follow_each_other_lie_in_the_range_and_leave_out_only_what_is_far() =>
        Gen.Select(Gen.Enum<PeriodKind>(), Gen.Int[0, 120_000], Gen.Int[0, 120_000], Gen.Int[1, 500].Array[0, 40]).Sample((kind, start, length, steps) =>
        {
            var first = Period.Of(kind, DateOnly.FromDayNumber(start));
            var last = Period.Of(kind, DateOnly.FromDayNumber(start + length));
            var active = new List<(Period, long)>();
            var at = first;
            foreach (var step in steps)
            {
                for (var i = 0; i < step && at != last; i++)
                {
                    at = at.Next;
                }

                if (active.Count == 0 || active[^1].Item1 != at)
                {
                    active.Add((at, step));
                }
            }

            var drawn = DrawnPeriods.Of((first, last), active);
            Assert.InRange(drawn.Count, 0, DrawnPeriods.Most);
            Assert.All(drawn.Zip(drawn.Skip(1)), pair => Assert.Equal(pair.First.Next, pair.Second));
            Assert.All(drawn, period => Assert.True(period.From >= first.From && period.From <= last.From));
            if (first.DistanceTo(last) < DrawnPeriods.LongestGap)
            {
                Assert.Equal((first, last), (drawn[0], drawn[^1]));
            }
            else if (active.Count > 0)
            {
                Assert.Contains(active, a => a.Item1.From >= drawn[0].From && a.Item1.From <= drawn[^1].From);
            }
        }, iter: 500, threads: 1);

    [Fact]
    public async Task Rows_at_the_ends_of_time_that_an_earlier_version_stored_fail_no_report()
    {
        string[] days = ["0001-01-01", .. Bulk, "9999-12-30", "9999-12-31"];
        foreach (var zone in (string[])["UTC", "America/Los_Angeles", "Pacific/Kiritimati"])
        {
            foreach (var kind in Enum.GetValues<PeriodKind>())
            {
                var report = await ReadAsync(days, new ReportRequest(kind) { Zone = zone });
                Assert.Equal(60, report.Periods.Sum(p => p.Overall.Conversations));
                Assert.All(Enum.GetValues<ReportFormat>(), format => Assert.InRange(Render(report, format).Length, 1, MostBytes));
            }

            var store = await MeasuredAsync(days);
            await new DifyReportReader(store).ReadAsync(new DifyReportRequest { Zone = zone }, Stop);
            await new UsersReader(store, TimeProvider.System).ReadAsync(new UsersRequest(), Stop);
        }
    }

    private static string Render(Report report, ReportFormat format)
    {
        using var text = new StringWriter();
        ReportRenderer.Render(report, format, text);
        return text.ToString();
    }

    private static async Task<Report> ReadAsync(IReadOnlyList<string> days, ReportRequest request)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return await new ReportReader(await MeasuredAsync(days), _ => Task.FromResult<IReadOnlyDictionary<string, App>>(ImmutableDictionary<string, App>.Empty), MeasuredDays.Assembler, clock)
            .ReadAsync(request, Stop);
    }

    private static Task<MemoryDays> MeasuredAsync(IReadOnlyList<string> days) => MeasuredDays.OfAsync(
        days.Select((day, i) => new LabelledThread(
            new ConversationThread(Some.ConversationRow($"c{i}", day + "T12:00:00Z"), [Some.MessageRow($"m{i}", $"c{i}", day + "T12:00:00Z")], [], 1), [])));
}
