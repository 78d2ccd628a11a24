using System.Text.Json;
using Colloquy.Model;
using Colloquy.Publish;
using Colloquy.Reports;
using Colloquy.Stores;
using Colloquy.TestKit;
using CsCheck;

namespace Colloquy.Tests.Reports;

public sealed class MetricProjectorTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static readonly DateTimeOffset Start = new(2024, 12, 20, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Increments_leave_the_same_rows_as_a_rebuild() =>
        Gen.Select(GenThreads.Between(Start, 45).Array[1, 4], Gen.Int[0, 11].Array[0, 4]).Sample(
            (runs, removed) => AssertIncrementsAsync(runs, removed).GetAwaiter().GetResult(), iter: 60, threads: 1);

    [Fact]
    public void Rows_are_what_the_definitions_say() => GenThreads.Between(Start, 45).Sample(
        threads =>
        {
            var naive = new Naive([.. MeasuredDays.Assemble(threads)], TimeZoneInfo.Utc);
            var lake = new TableImage();
            lake.RunAsync(MeasuredDays.OfAsync(threads).GetAwaiter().GetResult()).GetAwaiter().GetResult();
            var active = naive.ActiveDays().ToList();
            Assert.Equal(active, lake.Metrics.Select(r => r.Day).Distinct().Order());
            foreach (var row in lake.Metrics)
            {
                Naive.AssertEqual(naive.Figures(row.Day, row.Day.AddDays(1), row.Dimension, row.Value), row.Figures);
            }

            foreach (var (kind, name) in ((PeriodKind, string)[])[(PeriodKind.Day, "day"), (PeriodKind.Week, "week"), (PeriodKind.Month, "month")])
            {
                var periods = active.Select(day => Period.Of(kind, day)).Distinct().ToDictionary(p => p.Name);
                var rows = lake.Reports.Where(r => r.Kind == name).ToList();
                Assert.Equal(periods.Keys.Order(StringComparer.Ordinal), rows.Select(r => r.Period).Distinct().Order(StringComparer.Ordinal));
                foreach (var row in rows)
                {
                    var period = periods[row.Period];
                    Naive.AssertEqual(naive.Figures(period.From, period.To, row.Dimension, row.Value), row.Figures);
                    Assert.Equal((Calendar.Utc.StartOf(period.From), Calendar.Utc.StartOf(period.To)), (row.StartsAt, row.EndsAt));
                }

                string[] expected = active.Count == 0 ? [] : kind == PeriodKind.Day ? ["all"] : ["all", "app", "channel", "language", "model", "topic"];
                Assert.Equal(expected, rows.Select(r => r.Dimension).Distinct().Order(StringComparer.Ordinal));
            }
        },
        iter: 40, threads: 1);

    [Fact]
    public async Task A_due_day_touches_its_own_partition_its_Monday_s_and_its_month_s_first()
    {
        var days = await MeasuredDays.OfAsync([Thread("c1", new DateTimeOffset(2025, 1, 15, 12, 0, 0, TimeSpan.Zero))]);
        var partitions = await new MetricProjector(days).ProjectAsync(MetricProjector.Affected([new DateOnly(2025, 1, 15)]), Stop).ToListAsync(Stop);
        Assert.Equal(
            [(new DateOnly(2025, 1, 1), "month", false), (new DateOnly(2025, 1, 13), "week", false), (new DateOnly(2025, 1, 15), "day", true)],
            partitions.Select(p => (p.Day, p.Reports!.Select(r => r.Kind).Distinct().Single(), p is { DailyMetrics: not null, UserDays: not null })));
        Assert.All(partitions, p => Assert.True(p is { Conversations: null, Messages: null, Labels: null }));
    }

    [Fact]
    public async Task A_Monday_that_is_a_month_s_first_holds_day_week_and_month()
    {
        var monday = new DateTimeOffset(2025, 9, 1, 12, 0, 0, TimeSpan.Zero);
        var days = await MeasuredDays.OfAsync([Thread("c1", monday)]);
        var partition = Assert.Single(await new MetricProjector(days).ProjectAsync(MetricProjector.Affected([new DateOnly(2025, 9, 1)]), Stop).ToListAsync(Stop));
        Assert.Equal(
            [("day", "2025-09-01"), ("week", "2025-W36"), ("month", "2025-09")],
            partition.Reports!.Where(r => r.Dimension == "all").Select(r => (r.Kind, r.Period)));
    }

    [Fact]
    public async Task A_day_that_lost_everything_is_removed()
    {
        var at = new DateTimeOffset(2025, 1, 15, 12, 0, 0, TimeSpan.Zero);
        var days = await MeasuredDays.OfAsync([Thread("c1", at), Thread("c2", at.AddDays(1))]);
        days.Remove("c1");
        await MeasuredDays.MeasureAsync(days);
        var partitions = await new MetricProjector(days).ProjectAsync(MetricProjector.Affected([new DateOnly(2025, 1, 15)]), Stop).ToListAsync(Stop);
        var day = partitions.Single(p => p.Day == new DateOnly(2025, 1, 15));
        Assert.Equal((0, 0, 0), (day.UserDays!.Count, day.DailyMetrics!.Count, day.Reports!.Count));
        Assert.All(partitions.SelectMany(p => p.Reports!).Where(r => r.Dimension == "all"), r => Assert.Equal(1, r.Figures.Conversations));
    }

    [Fact]
    public void Nothing_due_affects_no_day() => Assert.Empty(MetricProjector.Affected([]));

    private static async Task AssertIncrementsAsync(ImmutableArray<LabelledThread>[] runs, int[] removed)
    {
        var record = new SortedDictionary<string, LabelledThread>(StringComparer.Ordinal);
        var days = new MemoryDays();
        var incremental = new TableImage();
        for (var run = 0; run < runs.Length; run++)
        {
            foreach (var thread in runs[run])
            {
                days.Put(thread);
                record[thread.Thread.Conversation.Id] = thread;
            }

            if (run < removed.Length)
            {
                var id = $"c{removed[run]:D2}";
                days.Remove(id);
                record.Remove(id);
            }

            await MeasuredDays.MeasureAsync(days);
            await incremental.RunAsync(days);
        }

        var rebuilt = new TableImage();
        await rebuilt.RunAsync(await MeasuredDays.OfAsync(record.Values));
        Assert.Equal(rebuilt.ToString(), incremental.ToString());
    }

    private static LabelledThread Thread(string id, DateTimeOffset at) =>
        new(new ConversationThread(new Conversation { Id = id, CreatedAt = at, FromEndUserId = "u" }, [], [], 1), []);

    /// <summary>The lake's tables as a dictionary of partitions.</summary>
    private sealed class TableImage
    {
        private readonly SortedDictionary<DateOnly, IReadOnlyList<UserDayRow>> users = [];
        private readonly SortedDictionary<DateOnly, IReadOnlyList<MetricRow>> metrics = [];
        private readonly SortedDictionary<DateOnly, IReadOnlyList<ReportRow>> reports = [];

        public IEnumerable<MetricRow> Metrics => metrics.Values.SelectMany(m => m);

        public IEnumerable<ReportRow> Reports => reports.Values.SelectMany(r => r);

        public async Task RunAsync(MemoryDays days)
        {
            var due = await days.ReadDueDaysAsync(DayProjection.Metrics, MetricProjector.Revision, false, CancellationToken.None);
            await foreach (var partition in new MetricProjector(days).ProjectAsync(
                MetricProjector.Affected([.. due.Select(d => d.Day)]), CancellationToken.None))
            {
                Replace(users, partition.Day, partition.UserDays);
                Replace(metrics, partition.Day, partition.DailyMetrics);
                Replace(reports, partition.Day, partition.Reports);
            }

            await days.CompleteDaysAsync(DayProjection.Metrics, due, MetricProjector.Revision, CancellationToken.None);
        }

        public override string ToString() => JsonSerializer.Serialize(new { users, metrics, reports });

        private static void Replace<T>(SortedDictionary<DateOnly, IReadOnlyList<T>> table, DateOnly day, IReadOnlyList<T>? rows)
        {
            if (rows is { Count: 0 })
            {
                table.Remove(day);
            }
            else if (rows is not null)
            {
                table[day] = rows;
            }
        }
    }
}
