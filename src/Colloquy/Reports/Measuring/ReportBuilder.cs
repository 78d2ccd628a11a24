namespace Colloquy.Reports.Measuring;

/// <summary>Builds a report from the measures of periods: fills gaps with zeros and adds the previous period and the total.</summary>
/// <param name="record">Null if nothing is stored.</param>
internal sealed class ReportBuilder(
    ReportRequest request, Calendar calendar, RecordRange? record, DateTimeOffset now, IReadOnlyDictionary<string, App> apps)
{
    private readonly bool sliced = request.Dimension != SliceKey.All;

    public Report Empty()
    {
        var today = calendar.StartOf(calendar.DayOf(now));
        return new Report(
            request.Kind, calendar.Zone, request.Dimension, today, today, Measures.Nothing, [],
            sliced ? [] : [new ReportSlice("", "", Measures.Nothing, null)])
        {
            AppId = request.AppId,
            IncludesDebugger = request.IncludeDebugger,
        };
    }

    /// <param name="first">First period of the range.</param>
    /// <param name="last">Last period of the range.</param>
    /// <param name="measured">Periods with data, ascending, starting with the one before the first.</param>
    /// <param name="firstDays">
    /// First day ever of each person. Contains everyone in a period when it is returned, except people seen before the range.
    /// </param>
    public async Task<Report> BuildAsync(
        Period first, Period last, IAsyncEnumerable<KeyValuePair<Period, SlicedMeasures>> measured,
        IReadOnlyDictionary<Actor, DateOnly> firstDays)
    {
        var (from, to) = (first.From, last.To);
        var active = new List<(Period Period, long Activity)>();
        var total = new SlicedMeasures();
        var figures = new Dictionary<DateOnly, Dictionary<SliceKey, PeriodFigures>>();
        await foreach (var (period, measures) in measured)
        {
            figures[period.From] = Figures(measures, period.From, period.To);
            if (period.From >= from)
            {
                total.Merge(measures);
                active.Add((period, measures.Overall[Counter.Conversations] + measures.Overall[Counter.Turns]));
            }
        }

        var whole = Figures(total, from, to);
        var drawn = DrawnPeriods.Of((first, last), active);
        return new Report(
            request.Kind, calendar.Zone, request.Dimension, calendar.StartOf(from), calendar.StartOf(to), whole[SliceKey.Overall],
            [.. drawn.Select(p => Period(p, figures))], Slices(whole, null))
        {
            Outlying = [.. active.Select(a => a.Period).Where(p => p.From < drawn[0].From || p.From > drawn[^1].From)
                .Select(p => Period(p, figures))],
            AppId = request.AppId,
            IncludesDebugger = request.IncludeDebugger,
        };

        Dictionary<SliceKey, PeriodFigures> Figures(SlicedMeasures measures, DateOnly start, DateOnly end) =>
            measures.Cells.ToDictionary(
                c => c.Key, c => c.Value.ToFigures(actor => firstDays.TryGetValue(actor, out var day) && start <= day && day < end));
    }

    private ReportPeriod Period(Period period, Dictionary<DateOnly, Dictionary<SliceKey, PeriodFigures>> figures)
    {
        var own = Find(period);
        var previous = record is null || record.First >= period.From ? null : Find(period.Previous);
        var endsAt = calendar.StartOf(period.To);
        return new ReportPeriod(
            period.Name, calendar.StartOf(period.From), endsAt, endsAt > now, own[SliceKey.Overall], previous?[SliceKey.Overall],
            Slices(own, previous));

        Dictionary<SliceKey, PeriodFigures> Find(Period wanted) => figures.GetValueOrDefault(wanted.From) ?? Zeros;
    }

    private static Dictionary<SliceKey, PeriodFigures> Zeros { get; } = new() { [SliceKey.Overall] = Measures.Nothing };

    private ImmutableArray<ReportSlice> Slices(Dictionary<SliceKey, PeriodFigures> own, Dictionary<SliceKey, PeriodFigures>? previous) =>
    [
        .. own
            .Where(f => f.Key.Dimension == request.Dimension)
            .OrderByDescending(f => f.Value.Conversations).ThenByDescending(f => f.Value.Turns)
            .ThenBy(f => f.Key.Value is null).ThenBy(f => f.Key.Value, StringComparer.Ordinal)
            .Select(f =>
                new ReportSlice(
                    f.Key.Value, Name(f.Key.Value), f.Value,
                    previous is null ? null : previous.GetValueOrDefault(f.Key, Measures.Nothing))),
    ];

    private string Name(string? value) =>
        !sliced ? "" : value is null ? Tally.Unknown : apps.TryGetValue(value, out var app) ? app.Name : value;
}
