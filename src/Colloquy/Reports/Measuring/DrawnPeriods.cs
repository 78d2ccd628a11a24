namespace Colloquy.Reports.Measuring;

/// <summary>
/// Selects the periods of a range that a report shows. A short range is shown completely. A long one is split where more than
/// <see cref="LongestGap"/> empty periods lie between periods with data, and the part with the most activity is shown: one row with a wrong
/// year must not add half a century of empty periods.
/// </summary>
internal static class DrawnPeriods
{
    /// <summary>Longest run of empty periods that is shown, and length of a range that is always shown completely.</summary>
    public const int LongestGap = 400;

    /// <summary>Maximum number of periods in one report; the latest are kept.</summary>
    public const int Most = 4_000;

    /// <param name="range">First and last period of the range.</param>
    /// <param name="active">Periods of the range with data, ascending, with the amount of activity.</param>
    /// <returns>Consecutive periods; empty if a long range has no data.</returns>
    public static IReadOnlyList<Period> Of((Period First, Period Last) range, IReadOnlyList<(Period Period, long Activity)> active)
    {
        if (range.First.DistanceTo(range.Last) < LongestGap)
        {
            return [.. Period.Covering(range.First.Kind, range.First.From, range.Last.To)];
        }

        if (active.Count == 0)
        {
            return [];
        }

        var (first, last) = Busiest(active);
        first = range.First.DistanceTo(first) <= LongestGap ? range.First : first;
        last = last.DistanceTo(range.Last) <= LongestGap ? range.Last : last;
        return [.. Period.Covering(first.Kind, first.From, last.To).Skip(Math.Max(0, first.DistanceTo(last) + 1 - Most))];
    }

    // If two parts are equally busy, the later one.
    private static (Period First, Period Last) Busiest(IReadOnlyList<(Period Period, long Activity)> active)
    {
        var (busiest, most) = ((active[0].Period, active[0].Period), long.MinValue);
        var (start, activity) = (0, 0L);
        for (var i = 0; i < active.Count; i++)
        {
            activity += active[i].Activity;
            if (i + 1 < active.Count && active[i].Period.DistanceTo(active[i + 1].Period) <= LongestGap)
            {
                continue;
            }

            if (activity >= most)
            {
                (busiest, most) = ((active[start].Period, active[i].Period), activity);
            }

            (start, activity) = (i + 1, 0);
        }

        return busiest;
    }
}
