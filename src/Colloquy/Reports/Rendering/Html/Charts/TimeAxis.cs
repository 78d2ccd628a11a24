using System.Globalization;

namespace Colloquy.Reports.Rendering.Html.Charts;

/// <summary>Periods in slots of equal width. Positions are percentages of the plot's width.</summary>
internal sealed record TimeAxis(ImmutableArray<TimeTick> Ticks)
{
    private const int MostLabels = 8;

    public int Count => Ticks.Length;

    public double Slot => 100.0 / Count;

    public double Left(int index) => index * Slot;

    public double Centre(int index) => (index + 0.5) * Slot;

    public static TimeAxis Of(Report report) => Of(report.Kind, [.. report.Periods.Select(p => (p.Name, p.Open))]);

    public static TimeAxis Of(DifyReport report) => Of(PeriodKind.Day, [.. report.Days.Select(d => (Human.Day(d.Day), false))]);

    private static TimeAxis Of(PeriodKind kind, ImmutableArray<(string Name, bool Open)> periods)
    {
        int[] steps = kind switch
        {
            PeriodKind.Day => [1, 2, 7, 14, 28, 56, 91, 182, 364],
            PeriodKind.Week => [1, 2, 4, 8, 13, 26, 52],
            _ => [1, 2, 3, 6, 12, 24, 60],
        };
        var least = (periods.Length + MostLabels - 1) / MostLabels;
        var step = Array.Find(steps, s => s >= least) is > 0 and var fitting ? fitting : least;
        var withYear = periods.Select(p => p.Name.Split('-')[0]).Distinct().Count() > 1;
        return new TimeAxis([.. periods.Select((p, i) => new TimeTick(
            p.Name, i % step == 0 ? Short(kind, p.Name, withYear) : null, IsMinor: i / step % 2 == 1, p.Open))]);
    }

    private static string Short(PeriodKind kind, string name, bool withYear)
    {
        var format = (kind, withYear) switch
        {
            (PeriodKind.Day, false) => "d MMM",
            (PeriodKind.Day, true) => "d MMM ’yy",
            (_, false) => "MMM",
            _ => "MMM ’yy",
        };
        return name.Split('-') switch
        {
            [var year, ['W', ..] week] => withYear && year.Length == 4 ? $"{week} ’{year[2..]}" : week,
            _ when DateOnly.TryParse(name, CultureInfo.InvariantCulture, out var day) => day.ToString(format, CultureInfo.InvariantCulture),
            _ => name,
        };
    }
}

/// <param name="Label">Short name below the axis; null if there is no room.</param>
/// <param name="IsMinor">Whether the label is hidden first on a narrow page.</param>
internal readonly record struct TimeTick(string Name, string? Label, bool IsMinor, bool Open);
