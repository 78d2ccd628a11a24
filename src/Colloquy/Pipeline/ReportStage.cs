using Colloquy.Diagnostics;
using Colloquy.Publish;
using Colloquy.Reports;
using Colloquy.Stores;
using Colloquy.Units;

namespace Colloquy.Pipeline;

/// <summary>
/// Measures the days that publishing left due, then rewrites the lake's user days, daily metrics and reports that contain them.
/// </summary>
/// <param name="measureRevision">Revision of the measures.</param>
/// <param name="metricRevision">Revision of what is written to the lake.</param>
internal sealed class ReportStage(
    IStore store, ILake lake, IUnitExecutor executor, string measureRevision, string metricRevision, IProgress<StageProgress>? progress)
{
    private const int BatchSize = 32;

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
            async (day, token) => (Due: day, Built: await executor.ExecuteAsync(
                new DayUnit(day.Day, Stages: false, Measures: true), token)),
            executor.Concurrency, cancellationToken);
        long done = 0;
        await foreach (var batch in measured.Chunk(BatchSize).WithCancellation(cancellationToken))
        {
            await store.SaveMeasuresAsync(
                [.. batch.Select(day => day.Built.Measures!)], [.. batch.Select(day => day.Due)], measureRevision, cancellationToken);
            done += batch.Length;
            progress?.Report(new StageProgress("measure", done, due.Count, "days", 0));
        }
    }

    private async Task<StageCount> ProjectAsync(bool all, CancellationToken cancellationToken)
    {
        var due = await store.ReadDueDaysAsync(DayProjection.Metrics, metricRevision, all, cancellationToken);
        var months = MonthUnit.Of(MetricProjector.Affected([.. due.Select(day => day.Day)])).ToList();
        var total = months.Sum(month => month.Days.Length);
        long done = 0;
        var staged = months.ToAsyncEnumerable()
            .SelectInOrder((month, token) => executor.ExecuteAsync(month, token), executor.Concurrency, cancellationToken)
            .SelectMany(month => month);
        var count = await lake.CommitInGroupsAsync(
            staged,
            day => day,
            group =>
            {
                done += group.Count;
                progress?.Report(new StageProgress("report", done, total, "days", 0));
                return Task.CompletedTask;
            },
            cancellationToken);
        await store.CompleteDaysAsync(DayProjection.Metrics, due, metricRevision, cancellationToken);
        return count;
    }
}
