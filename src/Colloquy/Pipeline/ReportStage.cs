using Colloquy.Analyse;
using Colloquy.Diagnostics;
using Colloquy.Publish;
using Colloquy.Reports;
using Colloquy.Stores;

namespace Colloquy.Pipeline;

/// <summary>Measures the days that publishing left due, then rewrites the lake's user days, daily metrics and reports that they touch.</summary>
internal sealed class ReportStage(IStore store, ILake lake, Assembler assembler, int parallelism, IProgress<StageProgress>? progress)
{
    private const int BatchSize = 32;

    private readonly DayReader days = new(store);
    private readonly string measureRevision = Revisions.Measures(assembler);
    private readonly string metricRevision = Revisions.Metrics(lake);

    /// <param name="damage">What is to be written again, whether it is due or not.</param>
    public async Task<StageCount> RunAsync(bool all, LakeDamage damage, CancellationToken stop)
    {
        await MeasureAsync(all, stop);
        return await ProjectAsync(all || damage.HasMetrics, stop);
    }

    private async Task MeasureAsync(bool all, CancellationToken stop)
    {
        var due = await store.ReadDueDaysAsync(DayProjection.Measures, measureRevision, all, stop);
        var measured = due.ToAsyncEnumerable().SelectInOrder(
            async (day, token) => (Due: day, Measures: await MeasureAsync(day.Day, token)), parallelism, stop);
        long done = 0;
        await foreach (var batch in measured.Chunk(BatchSize).WithCancellation(stop))
        {
            await store.SaveMeasuresAsync([.. batch.Select(b => b.Measures)], [.. batch.Select(b => b.Due)], measureRevision, stop);
            done += batch.Length;
            progress?.Report(new StageProgress("measure", done, due.Count, "days", 0));
        }
    }

    private async Task<DayMeasures> MeasureAsync(DateOnly day, CancellationToken stop)
    {
        var (threads, weight) = await days.ReadAsync(day, stop);
        var measures = DayFold.Fold(day, threads.Select(t => assembler.Assemble(t, "report")), assembler.Dimensions);
        days.Release(weight);
        return measures;
    }

    private async Task<StageCount> ProjectAsync(bool all, CancellationToken stop)
    {
        var due = await store.ReadDueDaysAsync(DayProjection.Metrics, metricRevision, all, stop);
        long done = 0;
        var count = await lake.PublishAsync(
            new MetricProjector(store).ProjectAsync([.. due.Select(d => d.Day)], stop),
            (partition, _) => Task.FromResult((partition, partition.Day)),
            parallelism,
            _ => { },
            days =>
            {
                done += days.Count;
                progress?.Report(new StageProgress("report", done, Math.Max(done, due.Count), "days", 0));
                return Task.CompletedTask;
            },
            stop);
        await store.CompleteDaysAsync(DayProjection.Metrics, due, metricRevision, stop);
        return count;
    }
}
