using System.Runtime.CompilerServices;
using Colloquy.Publish;
using Colloquy.Reports.Measuring;
using Colloquy.Stores;

namespace Colloquy.Reports;

/// <summary>
/// Turns the measures of days into the lake's user days, daily metrics and reports. A report is in the partition of the day on which its
/// period begins, so a due day affects its own partition, that of its ISO week's Monday and that of the first of its month. Rows exist only
/// where there is data.
/// </summary>
internal sealed class MetricProjector(IDays store)
{
    /// <summary>Changes whenever the same measures may give other rows.</summary>
    public const string Revision = "1";

    private static readonly PeriodKind[] Kinds = [PeriodKind.Day, PeriodKind.Week, PeriodKind.Month];

    private (DateOnly From, IReadOnlyDictionary<Actor, DateOnly>? Days) ofMonth;

    /// <summary>
    /// The partitions affected by the due days, ascending, each once. User days and daily metrics are set for due days only. A report row
    /// of kind day has only the dimension <c>all</c>, because the daily metrics have the others.
    /// </summary>
    public async IAsyncEnumerable<DayPartition> ProjectAsync(
        IReadOnlyList<DateOnly> dueDays, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ofMonth = default;
        var due = dueDays.ToHashSet();
        var touched = new SortedSet<DateOnly>(dueDays.SelectMany(day => Kinds.Select(kind => Period.Of(kind, day).From)));
        foreach (var day in touched)
        {
            var metrics = await MetricsAsync(Period.Of(PeriodKind.Day, day), cancellationToken);
            var reports = metrics.Rows.Where(r => r.Dimension == SliceKey.All).ToList();
            foreach (var longer in Kinds.Skip(1).Select(kind => Period.Of(kind, day)).Where(period => period.From == day))
            {
                reports.AddRange((await MetricsAsync(longer, cancellationToken)).Rows);
            }

            yield return new DayPartition(day)
            {
                UserDays = due.Contains(day) ? metrics.Users : null,
                DailyMetrics = due.Contains(day)
                    ? [.. metrics.Rows.Select(r => new MetricRow(day, r.Dimension, r.Value, r.Figures))]
                    : null,
                Reports = reports,
            };
        }
    }

    private async Task<(List<ReportRow> Rows, List<UserDayRow> Users)> MetricsAsync(Period period, CancellationToken cancellationToken)
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

        var firstDays = await FirstDaysAsync(period, cancellationToken);
        var (startsAt, endsAt) = (Calendar.Utc.StartOf(period.From), Calendar.Utc.StartOf(period.To));
        return (
            [.. measures.Cells.OrderBy(c => c.Key).Select(c => new ReportRow(
                Name(period.Kind), period.Name, startsAt, endsAt, c.Key.Dimension, c.Key.Value, c.Value.ToFigures(IsNew)))],
            [.. users.Select(u => new UserDayRow(u, IsNew(u.Actor)))]);

        bool IsNew(Actor actor) => firstDays.TryGetValue(actor, out var first) && period.Contains(first);
    }

    // The people of a month are looked up once, also for its days. A week may be in two months.
    private async Task<IReadOnlyDictionary<Actor, DateOnly>> FirstDaysAsync(Period period, CancellationToken cancellationToken)
    {
        if (period.Kind == PeriodKind.Week)
        {
            return await store.ReadFirstDaysAsync(period.From, period.To, cancellationToken);
        }

        var month = Period.Of(PeriodKind.Month, period.From);
        if (ofMonth.From != month.From || ofMonth.Days is null)
        {
            ofMonth = (month.From, await store.ReadFirstDaysAsync(month.From, month.To, cancellationToken));
        }

        return ofMonth.Days;
    }

    private static string Name(PeriodKind kind) => kind switch
    {
        PeriodKind.Day => "day",
        PeriodKind.Week => "week",
        _ => "month",
    };
}
