using System.Globalization;

namespace Colloquy.Reports;

/// <summary>
/// A day, ISO week or month: the days in [<see cref="From"/>, <see cref="To"/>). The instants depend on the time zone, see <see
/// cref="Calendar"/>.
/// </summary>
internal sealed record Period
{
    private Period(PeriodKind kind, DateOnly from, DateOnly to)
    {
        Kind = kind;
        From = from;
        To = to;
    }

    /// <summary>Day, week or month.</summary>
    public PeriodKind Kind { get; }

    /// <summary>First day of the period.</summary>
    public DateOnly From { get; }

    /// <summary>First day of the next period.</summary>
    public DateOnly To { get; }

    /// <summary><c>2025-04-01</c>, <c>2025-W14</c> (ISO week-year), <c>2025-04</c>.</summary>
    public string Name => Kind switch
    {
        PeriodKind.Day => From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        PeriodKind.Week => string.Create(
            CultureInfo.InvariantCulture,
            $"{ISOWeek.GetYear(From.ToDateTime(default)):D4}-W{ISOWeek.GetWeekOfYear(From.ToDateTime(default)):D2}"),
        _ => From.ToString("yyyy-MM", CultureInfo.InvariantCulture),
    };

    /// <summary>The period after this one.</summary>
    public Period Next => Of(Kind, To);

    /// <summary>The period before this one.</summary>
    public Period Previous => Of(Kind, From > DateOnly.MinValue ? From.AddDays(-1) : From);

    /// <summary>The period that contains a day.</summary>
    public static Period Of(PeriodKind kind, DateOnly day) => kind switch
    {
        PeriodKind.Day => OfDays(kind, day, 1),
        PeriodKind.Week => OfDays(kind, day.AddDays(-(((int)day.DayOfWeek + 6) % 7)), 7),
        _ => OfDays(kind, new DateOnly(day.Year, day.Month, 1), DateTime.DaysInMonth(day.Year, day.Month)),
    };

    private static Period OfDays(PeriodKind kind, DateOnly from, int days) => new(kind, from, After(from, days));

    /// <summary>The periods that overlap [from, to), ascending and without gaps.</summary>
    public static IEnumerable<Period> Covering(PeriodKind kind, DateOnly from, DateOnly to)
    {
        if (from >= to)
        {
            yield break;
        }

        var period = Of(kind, from);
        while (true)
        {
            yield return period;
            if (period.To >= to)
            {
                yield break;
            }

            period = period.Next;
        }
    }

    /// <summary>Whether the period contains a day.</summary>
    public bool Contains(DateOnly day) => From <= day && day < To;

    /// <summary>Number of periods from this one to a later one of the same kind.</summary>
    public int DistanceTo(Period later) => Kind switch
    {
        PeriodKind.Day => later.From.DayNumber - From.DayNumber,
        PeriodKind.Week => (later.From.DayNumber - From.DayNumber) / 7,
        _ => ((later.From.Year - From.Year) * 12) + later.From.Month - From.Month,
    };

    /// <summary>The day after, or the last day of the calendar.</summary>
    public static DateOnly DayAfter(DateOnly day) => After(day, 1);

    // The calendar ends at 9999-12-31, and the last period ends with it.
    private static DateOnly After(DateOnly day, int days) =>
        DateOnly.FromDayNumber(Math.Min(day.DayNumber + days, DateOnly.MaxValue.DayNumber));
}
