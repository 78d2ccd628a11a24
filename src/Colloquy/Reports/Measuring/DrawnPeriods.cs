namespace Colloquy.Reports.Measuring;

/// <summary>
/// Which periods of a range a report draws. A short range is drawn whole. In a long one the periods with data are taken apart where
/// more than <see cref="LongestGap"/> empty ones lie between them, and the part with the most activity is drawn, with zeros in its gaps: one row
/// with a wrong year must not draw half a century of nothing.
/// </summary>
internal static class DrawnPeriods
{
    /// <summary>Empty periods in a row that are drawn, and the length of a range that is drawn whatever is in it.</summary>
    public const int LongestGap = 400;

    /// <summary>Periods of one report; of more, the latest.</summary>
    public const int Most = 4_000;

    /// <param name="range">First and last period of the range.</param>
    /// <param name="active">Periods of the range that have data, ascending, with how much happened in them.</param>
    /// <returns>Periods that follow each other without a gap; none where a long range has no data.</returns>
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

    // Of two equally busy parts the later one.
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
