using System.Globalization;
using Colloquy.Reports;
using CsCheck;
using Calendar = Colloquy.Reports.Calendar;

namespace Colloquy.Tests.Reports;

public sealed class CalendarTests
{
    private static readonly string[] Zones =
    [
        "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "Africa/Cairo", "Atlantic/Azores", "America/Havana", "Pacific/Apia",
        "Pacific/Kiritimati", "America/St_Johns", "Australia/Lord_Howe", "Antarctica/Troll", "America/Sao_Paulo", "Asia/Beirut",
    ];

    [Theory]
    [InlineData("UTC", "2024-02-29", "2024-02-29T00:00:00Z", 24)]
    [InlineData("Europe/Berlin", "2025-03-30", "2025-03-29T23:00:00Z", 23)]
    [InlineData("Europe/Berlin", "2025-10-26", "2025-10-25T22:00:00Z", 25)]
    [InlineData("America/New_York", "2025-03-09", "2025-03-09T05:00:00Z", 23)]
    [InlineData("America/New_York", "2025-11-02", "2025-11-02T04:00:00Z", 25)]
    [InlineData("Australia/Lord_Howe", "2025-10-05", "2025-10-04T13:30:00Z", 23.5)]
    [InlineData("Africa/Cairo", "2025-04-25", "2025-04-24T22:00:00Z", 23)] // 00:00 to 01:00 does not exist
    [InlineData("Africa/Cairo", "2025-10-30", "2025-10-29T21:00:00Z", 25)] // 23:00 to 24:00 comes twice
    [InlineData("America/Havana", "2025-11-02", "2025-11-02T04:00:00Z", 25)] // midnight comes twice: the first one counts
    [InlineData("Pacific/Apia", "2011-12-29", "2011-12-29T10:00:00Z", 24)]
    [InlineData("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", 0)] // the day that was left out
    [InlineData("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z", 24)]
    public void A_day_begins_at_its_first_instant(string zone, string day, string start, double hours)
    {
        var calendar = Calendar.Of(zone);
        var date = DateOnly.Parse(day, CultureInfo.InvariantCulture);
        Assert.Equal(DateTimeOffset.Parse(start, CultureInfo.InvariantCulture), calendar.StartOf(date));
        Assert.Equal(hours, (calendar.StartOf(date.AddDays(1)) - calendar.StartOf(date)).TotalHours);
    }

    [Fact]
    public void Every_instant_lies_in_exactly_one_day() =>
        Gen.Select(Gen.OneOf(Zones), Gen.Long[Seconds(1985), Seconds(2040)]).Sample((zone, second) =>
        {
            var calendar = Calendar.Of(zone);
            var instant = DateTimeOffset.FromUnixTimeSeconds(second);
            var day = calendar.DayOf(instant);
            return calendar.StartOf(day) <= instant && instant < calendar.StartOf(day.AddDays(1));
        }, iter: 20_000);

    [Fact]
    public void Days_follow_each_other_around_every_change_of_the_clock()
    {
        foreach (var zone in Zones)
        {
            var calendar = Calendar.Of(zone);
            for (var day = new DateOnly(2005, 1, 1); day < new DateOnly(2026, 1, 1); day = day.AddDays(1))
            {
                var (start, next) = (calendar.StartOf(day), calendar.StartOf(day.AddDays(1)));
                if (start < next)
                {
                    Assert.Equal((day, day), (calendar.DayOf(start), calendar.DayOf(next.AddTicks(-1))));
                }
                else
                {
                    Assert.Equal((start, "Pacific/Apia"), (next, zone));
                }
            }
        }
    }

    [Theory]
    [InlineData("UTC", "2025-04-07T00:00:00Z", 0)]
    [InlineData("UTC", "2025-04-06T23:59:59Z", 167)]
    [InlineData("America/New_York", "2025-04-07T00:00:00Z", 164)]
    [InlineData("Asia/Kathmandu", "2025-04-06T18:15:00Z", 0)]
    public void Hour_of_the_week_is_that_of_the_zone_s_clock(string zone, string instant, int hour) =>
        Assert.Equal(hour, Calendar.Of(zone).HourOfWeek(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("Europe/Nowhere")]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("W. Europe Standard Time")]
    public void A_zone_that_is_no_IANA_name_is_refused_with_an_example(string zone) =>
        Assert.Contains("Europe/Berlin", Assert.Throws<ReportException>(() => Calendar.Of(zone)).Message);

    [Theory]
    [InlineData("UTC", true)]
    [InlineData("Etc/UTC", true)]
    [InlineData("Europe/London", false)]
    public void Only_zones_with_the_rules_of_UTC_are_UTC(string zone, bool utc) => Assert.Equal(utc, Calendar.Of(zone).IsUtc);

    [Fact]
    public void The_ends_of_time_do_not_throw()
    {
        var calendar = Calendar.Of("America/New_York");
        Assert.Equal(DateOnly.MinValue, calendar.DayOf(DateTimeOffset.MinValue));
        Assert.True(calendar.DayOf(DateTimeOffset.MaxValue) >= DateOnly.MaxValue.AddDays(-1));
    }

    private static long Seconds(int year) => new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
}
