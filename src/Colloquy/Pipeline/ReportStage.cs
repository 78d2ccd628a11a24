using Colloquy.Analyse;
using Colloquy.Diagnostics;
using Colloquy.Publish;
using Colloquy.Reports;
using Colloquy.Stores;

namespace Colloquy.Pipeline;

/// <summary>
/// Measures the days that publishing left due, then rewrites the lake's user days, daily metrics and reports that contain them.
/// </summary>
internal sealed class ReportStage(IStore store, ILake lake, Assembler assembler, int parallelism, IProgress<StageProgress>? progress)
{
    private const int BatchSize = 32;

    private readonly DayReader days = new(store);
    private readonly string measureRevision = Revisions.Measures(assembler);
    private readonly string metricRevision = Revisions.Metrics(lake);

    /// <param name="damage">Days to write again, whether they are due or not.</param>
    public async Task<StageCount> RunAsync(bool all, LakeDamage damage, CancellationToken cancellationToken)
    {
        await MeasureAsync(all, cancellationToken);
        return await ProjectAsync(all || damage.HasMetrics, cancellationToken);
    }

    private async Task MeasureAsync(bool all, CancellationToken cancellationToken)
    {
        var due = await store.ReadDueDaysAsync(DayProjection.Measures, measureRevision, all, cancellationToken);
        var measured = due.ToAsyncEnumerable().SelectInOrder(
            async (day, token) => (Due: day, Measures: await MeasureAsync(day.Day, token)), parallelism, cancellationToken);
        long done = 0;
        await foreach (var batch in measured.Chunk(BatchSize).WithCancellation(cancellationToken))
        {
            await store.SaveMeasuresAsync(
                [.. batch.Select(b => b.Measures)], [.. batch.Select(b => b.Due)], measureRevision, cancellationToken);
            done += batch.Length;
            progress?.Report(new StageProgress("measure", done, due.Count, "days", 0));
        }
    }

    private async Task<DayMeasures> MeasureAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var (threads, weight) = await days.ReadAsync(day, cancellationToken);
        var measures = DayFold.Fold(day, threads.Select(t => assembler.Assemble(t, "report")), assembler.Dimensions);
        days.Release(weight);
        return measures;
    }

    private async Task<StageCount> ProjectAsync(bool all, CancellationToken cancellationToken)
    {
        var due = await store.ReadDueDaysAsync(DayProjection.Metrics, metricRevision, all, cancellationToken);
        long done = 0;
        var count = await lake.PublishAsync(
            new MetricProjector(store).ProjectAsync([.. due.Select(d => d.Day)], cancellationToken),
            (partition, _) => Task.FromResult((partition, partition.Day)),
            parallelism,
            _ => { },
            days =>
            {
                done += days.Count;
                progress?.Report(new StageProgress("report", done, Math.Max(done, due.Count), "days", 0));
                return Task.CompletedTask;
            },
            cancellationToken);
        await store.CompleteDaysAsync(DayProjection.Metrics, due, metricRevision, cancellationToken);
        return count;
    }
}
