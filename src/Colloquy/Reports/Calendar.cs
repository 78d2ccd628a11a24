namespace Colloquy.Reports;

/// <summary>
/// The days of a zone as half-open intervals of instants. A day begins at its first instant: where the clock skips midnight, at the first
/// instant after the gap; where midnight comes twice, at the first. So days have 23, 24 or 25 hours, and tile time. Not safe for many threads.
/// </summary>
public sealed class Calendar
{
    // Offsets lie between -12 and +14 hours.
    private const int SearchSeconds = 15 * 3600;

    private readonly TimeZoneInfo zone;
    private readonly Dictionary<DateOnly, DateTimeOffset> starts = [];

    private Calendar(string name, TimeZoneInfo zone)
    {
        Zone = name;
        this.zone = zone;
        IsUtc = zone.HasSameRules(TimeZoneInfo.Utc);
    }

    /// <summary>IANA name.</summary>
    public string Zone { get; }

    public bool IsUtc { get; }

    public static Calendar Utc => new("UTC", TimeZoneInfo.Utc);

    /// <param name="zone">IANA name, for example <c>Europe/Berlin</c>.</param>
    /// <exception cref="ReportException">There is no such zone.</exception>
    public static Calendar Of(string zone) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) && found.HasIanaId
            ? new Calendar(zone, found)
            : throw new ReportException($"There is no time zone '{zone}'. Give an IANA name, for example UTC, Europe/Berlin or Asia/Shanghai.");

    /// <summary>The first instant of a day, written with the offset that the zone has then.</summary>
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

    /// <summary>The day that an instant lies in.</summary>
    public DateOnly DayOf(DateTimeOffset instant)
    {
        if (IsUtc)
        {
            return DateOnly.FromDateTime(instant.UtcDateTime);
        }

        var day = DateOnly.FromDateTime(Local(instant));

        // Where the clock goes back over midnight, the evening that comes again belongs to the day that has begun.
        return day < DateOnly.MaxValue && StartOf(day.AddDays(1)) <= instant ? day.AddDays(1) : day;
    }

    /// <summary>0 is Monday 00:00 to 01:00 by the clock of the zone, 167 Sunday 23:00.</summary>
    public int HourOfWeek(DateTimeOffset instant)
    {
        var local = Local(instant);
        return ((((int)local.DayOfWeek + 6) % 7) * 24) + local.Hour;
    }

    private DateTime Local(DateTimeOffset instant) => IsUtc ? instant.UtcDateTime : TimeZoneInfo.ConvertTime(instant, zone).DateTime;

    // Going from instants to the clock is defined everywhere, also around skipped and repeated midnights; the other way is not.
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
