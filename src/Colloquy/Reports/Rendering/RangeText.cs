namespace Colloquy.Reports.Rendering;

/// <summary>The range of a report in words.</summary>
internal static class RangeText
{
    /// <summary>First and last day in the report's zone. The end of the range is exclusive, the last day is not.</summary>
    public static string Of(Report report)
    {
        var first = DayIn(report.Zone, report.StartsAt);
        var last = report.EndsAt > report.StartsAt ? DayIn(report.Zone, report.EndsAt.AddTicks(-1)) : first;
        return Of(first, last);
    }

    /// <summary>Range, time zone and app.</summary>
    public static string Scope(Report report) => $"{Of(report)} · {report.Zone}{(report.AppId is { } app ? $" · app {app}" : "")}";

    public static string Of(DateOnly first, DateOnly last) => first == last ? Human.Day(first) : $"{Human.Day(first)} to {Human.Day(last)}";

    public static string Noun(PeriodKind kind) => kind switch
    {
        PeriodKind.Day => "day",
        PeriodKind.Week => "week",
        _ => "month",
    };

    private static DateOnly DayIn(string zone, DateTimeOffset instant) =>
        DateOnly.FromDateTime(TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var rules) ? TimeZoneInfo.ConvertTime(instant, rules)
            .DateTime : instant.DateTime);
}
