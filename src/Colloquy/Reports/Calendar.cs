namespace Colloquy.Reports;

/// <summary>
/// The days of a time zone as half-open intervals of instants. A day begins at its first instant: if the clock skips midnight, at the first
/// instant after the gap; if midnight occurs twice, at the first. So days have 23, 24 or 25 hours and cover all time. Not thread-safe.
/// </summary>
internal sealed class Calendar
{
    // Offsets are between -12 and +14 hours.
    private const int SearchSeconds = 15 * 3600;

    private readonly TimeZoneInfo zone;
    private readonly Dictionary<DateOnly, DateTimeOffset> starts = [];

    private Calendar(string name, TimeZoneInfo zone)
    {
        Zone = name;
        this.zone = zone;
        IsUtc = zone.HasSameRules(TimeZoneInfo.Utc);
    }

    /// <summary>IANA name of the zone.</summary>
    public string Zone { get; }

    /// <summary>Whether the zone is UTC.</summary>
    public bool IsUtc { get; }

    /// <summary>A calendar in UTC.</summary>
    public static Calendar Utc => new("UTC", TimeZoneInfo.Utc);

    /// <summary>Creates the calendar of a zone.</summary>
    /// <param name="zone">IANA name, for example <c>Europe/Berlin</c>.</param>
    /// <exception cref="ReportException">The zone is unknown.</exception>
    public static Calendar Of(string zone) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) && found.HasIanaId
            ? new Calendar(zone, found)
            : throw new ReportException($"Unknown time zone '{zone}'. Use an IANA name, for example UTC, Europe/Berlin or Asia/Shanghai.");

    /// <summary>The first instant of a day, with the zone's offset at that time.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        if (IsUtc)
        {
            return new DateTimeOffset(day, default, TimeSpan.Zero);
        }

        if (!starts.TryGetValue(day, out var start))
        {
            starts[day] = start = TimeZoneInfo.ConvertTime(FindStart(day), zone);
        }

        return start;
    }

    /// <summary>The day that contains an instant.</summary>
    public DateOnly DayOf(DateTimeOffset instant)
    {
        if (IsUtc)
        {
            return DateOnly.FromDateTime(instant.UtcDateTime);
        }

        var day = DateOnly.FromDateTime(Local(instant));

        // If the clock goes back over midnight, the repeated evening belongs to the day that has begun.
        return day < DateOnly.MaxValue && StartOf(day.AddDays(1)) <= instant ? day.AddDays(1) : day;
    }

    /// <summary>Hour of the week in the zone: 0 is Monday 00:00 to 01:00, 167 is Sunday 23:00 to 24:00.</summary>
    public int HourOfWeek(DateTimeOffset instant)
    {
        var local = Local(instant);
        return ((((int)local.DayOfWeek + 6) % 7) * 24) + local.Hour;
    }

    private DateTime Local(DateTimeOffset instant) => IsUtc ? instant.UtcDateTime : TimeZoneInfo.ConvertTime(instant, zone).DateTime;

    // The conversion from instants to local time is always defined, even around skipped and repeated midnights; the reverse is not.
    private DateTimeOffset FindStart(DateOnly day)
    {
        var midnight = day.ToDateTime(default);
        var utc = new DateTimeOffset(midnight, TimeSpan.Zero);
        if (utc < DateTimeOffset.MinValue.AddSeconds(SearchSeconds) || utc > DateTimeOffset.MaxValue.AddSeconds(-SearchSeconds))
        {
            return utc;
        }

        int before = -SearchSeconds, reached = SearchSeconds;
        while (reached - before > 1)
        {
            var middle = (before + reached) / 2;
            if (Local(utc.AddSeconds(middle)) >= midnight)
            {
                reached = middle;
            }
            else
            {
                before = middle;
            }
        }

        return utc.AddSeconds(reached);
    }
}
