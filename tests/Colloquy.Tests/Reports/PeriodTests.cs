using Colloquy.Reports;
using CsCheck;

namespace Colloquy.Tests.Reports;

public sealed class PeriodTests
{
    private static readonly Gen<PeriodKind> Kind = Gen.Enum<PeriodKind>();

    private static readonly Gen<DateOnly> Day = Gen.Int[new DateOnly(1, 1, 8).DayNumber, new DateOnly(9999, 11, 1).DayNumber].Select(DateOnly.FromDayNumber);

    [Theory]
    [InlineData("2025-04-01", "2025-04-01", "2025-W14", "2025-04")]
    [InlineData("2024-12-29", "2024-12-29", "2024-W52", "2024-12")]
    [InlineData("2024-12-30", "2024-12-30", "2025-W01", "2024-12")]
    [InlineData("2024-12-31", "2024-12-31", "2025-W01", "2024-12")]
    [InlineData("2025-01-05", "2025-01-05", "2025-W01", "2025-01")]
    [InlineData("2025-01-06", "2025-01-06", "2025-W02", "2025-01")]
    [InlineData("2021-01-03", "2021-01-03", "2020-W53", "2021-01")]
    [InlineData("2024-02-29", "2024-02-29", "2024-W09", "2024-02")]
    [InlineData("0001-01-01", "0001-01-01", "0001-W01", "0001-01")]
    public void Name_of_a_day_s_periods_is_the_ISO_name(string day, string dayName, string week, string month)
    {
        Assert.Equal(
            [dayName, week, month],
            Enum.GetValues<PeriodKind>().Select(kind => Period.Of(kind, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)).Name));
    }

    [Fact]
    public void A_week_is_Monday_to_Sunday_and_a_leap_month_has_29_days()
    {
        var week = Period.Of(PeriodKind.Week, new DateOnly(2025, 1, 1));
        Assert.Equal((new DateOnly(2024, 12, 30), new DateOnly(2025, 1, 6)), (week.From, week.To));
        var month = Period.Of(PeriodKind.Month, new DateOnly(2024, 2, 29));
        Assert.Equal((new DateOnly(2024, 2, 1), new DateOnly(2024, 3, 1)), (month.From, month.To));
    }

    [Fact]
    public void Periods_tile_the_days() => Gen.Select(Kind, Day).Sample((kind, day) =>
    {
        var period = Period.Of(kind, day);
        return period.Contains(day) && period.Next.From == period.To && period.Previous.To == period.From
            && period.Next.Previous == period && Period.Of(kind, period.From) == period && Period.Of(kind, period.To.AddDays(-1)) == period;
    });

    [Fact]
    public void Names_sort_like_the_periods() => Gen.Select(Kind, Day).Sample((kind, day) =>
    {
        var period = Period.Of(kind, day);
        return string.CompareOrdinal(period.Name, period.Next.Name) < 0;
    });

    [Fact]
    public void Covering_gives_each_period_with_a_day_in_the_range_once() => Gen.Select(Kind, Day, Gen.Int[0, 100]).Sample((kind, from, days) =>
    {
        var to = from.AddDays(days);
        var expected = Enumerable.Range(0, days).Select(i => Period.Of(kind, from.AddDays(i))).Distinct();
        return Period.Covering(kind, from, to).SequenceEqual(expected);
    });

    [Theory]
    [InlineData(PeriodKind.Day)]
    [InlineData(PeriodKind.Week)]
    [InlineData(PeriodKind.Month)]
    public void The_edges_of_the_calendar_are_survived(PeriodKind kind)
    {
        Assert.Equal(DateOnly.MinValue, Period.Of(kind, DateOnly.MinValue).Previous.From);
        Assert.Equal(DateOnly.MaxValue, Period.Of(kind, DateOnly.MaxValue).To);
        Assert.Equal(Period.Of(kind, DateOnly.MaxValue.AddDays(-1)), Period.Covering(kind, new DateOnly(9999, 12, 1), DateOnly.MaxValue).Last());
    }
}
