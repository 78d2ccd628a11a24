using Colloquy.Reports;
using Colloquy.Reports.Rendering.Html.Charts;
using Colloquy.TestKit;

namespace Colloquy.Tests.Reports.Rendering.Html;

public sealed class TimeAxisTests
{
    [Theory]
    [InlineData(PeriodKind.Day, 5, "6 Jan|7 Jan|8 Jan|9 Jan|10 Jan")]
    [InlineData(PeriodKind.Day, 28, "6 Jan|13 Jan|20 Jan|27 Jan")]
    [InlineData(PeriodKind.Week, 10, "W02|W04|W06|W08|W10")]
    [InlineData(PeriodKind.Month, 6, "Jan|Feb|Mar|Apr|May|Jun")]
    [InlineData(PeriodKind.Month, 15, "Jan ’25|Mar ’25|May ’25|Jul ’25|Sep ’25|Nov ’25|Jan ’26|Mar ’26")]
    public void Axis_labels_are_short_and_name_the_year_only_when_it_changes(PeriodKind kind, int periods, string expected) =>
        Assert.Equal(expected, string.Join('|', TimeAxis.Of(Some.Report(kind, periods)).Ticks.Select(t => t.Label).Where(l => l is not null)));

    [Fact]
    public void Axis_labels_do_not_overlap() => Assert.All(
        Enumerable.Range(1, 800), periods => Assert.InRange(Axis(periods).Ticks.Count(t => t.Label is not null), 1, 8));

    private static TimeAxis Axis(int days) => TimeAxis.Of(new DifyReport("UTC", null, [.. Enumerable.Range(0, days).Select(Day)], []));

    private static DifyDay Day(int index) => new(new DateOnly(2023, 1, 1).AddDays(index), 0, 0, 0, 0, [], 0, 0, 0, 0);
}
