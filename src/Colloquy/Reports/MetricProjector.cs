using System.Runtime.CompilerServices;
using Colloquy.Publish;
using Colloquy.Reports.Measuring;
using Colloquy.Stores;

namespace Colloquy.Reports;

/// <summary>
/// Turns the measures of days into the lake's user days, daily metrics and reports. Rows exist only where there is data.
/// </summary>
internal sealed class MetricProjector(IDays store)
{
    /// <summary>Changes whenever the same measures may give other rows.</summary>
    public const string Revision = "1";

    private static readonly PeriodKind[] Kinds = [PeriodKind.Day, PeriodKind.Week, PeriodKind.Month];

    /// <summary>
    /// The days whose partitions change with the measures of the due days, ascending. A report is in the partition of the day on which
    /// its period begins, so a due day affects its own partition, that of its ISO week's Monday and that of the first of its month.
    /// </summary>
    public static IEnumerable<ProjectedDay> Affected(IReadOnlyCollection<DateOnly> dueDays)
    {
        var due = dueDays.ToHashSet();
        return dueDays.SelectMany(day => Kinds.Select(kind => Period.Of(kind, day).From)).Distinct().Order()
            .Select(day => new ProjectedDay(day, due.Contains(day)));
    }

    /// <summary>
    /// The partitions of the days. User days and daily metrics are set for due days only. A report row of kind day has only the dimension
    /// <c>all</c>, because the daily metrics have the others.
    /// </summary>
    /// <param name="days">Ascending.</param>
    public async IAsyncEnumerable<DayPartition> ProjectAsync(
        IEnumerable<ProjectedDay> days, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var firstDays = new FirstDays(store);
        foreach (var (day, isDue) in days)
        {
            var metrics = await MetricsAsync(Period.Of(PeriodKind.Day, day), firstDays, cancellationToken);
            var reports = metrics.Rows.Where(r => r.Dimension == SliceKey.All).ToList();
            foreach (var longer in Kinds.Skip(1).Select(kind => Period.Of(kind, day)).Where(period => period.From == day))
            {
                reports.AddRange((await MetricsAsync(longer, firstDays, cancellationToken)).Rows);
            }

            yield return new DayPartition(day)
            {
                UserDays = isDue ? metrics.Users : null,
                DailyMetrics = isDue
                    ? [.. metrics.Rows.Select(r => new MetricRow(day, r.Dimension, r.Value, r.Figures))]
                    : null,
                Reports = reports,
            };
        }
    }

    private async Task<(List<ReportRow> Rows, List<UserDayRow> Users)> MetricsAsync(
        Period period, FirstDays firstDays, CancellationToken cancellationToken)
    {
        var measures = new SlicedMeasures();
        var users = new List<UserDay>();
        await foreach (var day in store.ReadMeasuresAsync(
            period.From, period.To, withUsers: period.Kind == PeriodKind.Day, cancellationToken))
        {
            measures.Merge(DayCodec.Decode(day.Payload.Span));
            users.AddRange(day.Users);
        }

        if (measures.IsEmpty)
        {
            return ([], []);
        }

        var firstDayOf = await firstDays.ReadAsync(period, cancellationToken);
        var (startsAt, endsAt) = (Calendar.Utc.StartOf(period.From), Calendar.Utc.StartOf(period.To));
        return (
            [.. measures.Cells.OrderBy(c => c.Key).Select(c => new ReportRow(
                Name(period.Kind), period.Name, startsAt, endsAt, c.Key.Dimension, c.Key.Value, c.Value.ToFigures(IsNew)))],
            [.. users.Select(u => new UserDayRow(u, IsNew(u.Actor)))]);

        bool IsNew(Actor actor) => firstDayOf.TryGetValue(actor, out var first) && period.Contains(first);
    }

    private static string Name(PeriodKind kind) => kind switch
    {
        PeriodKind.Day => "day",
        PeriodKind.Week => "week",
        _ => "month",
    };

    /// <summary>Reads the first days of the people of a month once, also for its days. A week may be in two months.</summary>
    private sealed class FirstDays(IDays store)
    {
        private DateOnly ofMonth;
        private IReadOnlyDictionary<Actor, DateOnly>? days;

        public async Task<IReadOnlyDictionary<Actor, DateOnly>> ReadAsync(Period period, CancellationToken cancellationToken)
        {
            if (period.Kind == PeriodKind.Week)
            {
                return await store.ReadFirstDaysAsync(period.From, period.To, cancellationToken);
            }

            var month = Period.Of(PeriodKind.Month, period.From);
            if (days is null || ofMonth != month.From)
            {
                (days, ofMonth) = (await store.ReadFirstDaysAsync(month.From, month.To, cancellationToken), month.From);
            }

            return days;
        }
    }
}

/// <summary>A day whose partition is to be rewritten.</summary>
/// <param name="IsDue">Whether its own measures changed; otherwise only a report of a longer period that begins on it.</param>
public readonly record struct ProjectedDay(DateOnly Day, bool IsDue);
