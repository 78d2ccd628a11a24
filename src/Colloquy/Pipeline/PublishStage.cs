using Colloquy.Diagnostics;
using Colloquy.Publish;
using Colloquy.Stores;
using Colloquy.Units;

namespace Colloquy.Pipeline;

/// <summary>
/// Rewrites the due days of the lake's conversations, messages and labels. A day whose measures are due too is measured while it is in
/// memory: reading and assembling it again would cost more than either.
/// </summary>
/// <param name="lakeRevision">Revision of what is published, see <see cref="Revisions.Lake"/>.</param>
/// <param name="measureRevision">Revision of the measures.</param>
internal sealed class PublishStage(
    IStore store, ILake lake, IUnitExecutor executor, string lakeRevision, string measureRevision, IProgress<StageProgress>? progress)
{
    /// <param name="damage">Days to write again, whether they are due or not.</param>
    public async Task<StageCount> RunAsync(bool all, LakeDamage damage, CancellationToken cancellationToken)
    {
        var due = await store.ReadDueDaysAsync(DayProjection.Lake, lakeRevision, all || damage.IsWhole, cancellationToken);
        if (!damage.Days.IsEmpty && !all && !damage.IsWhole)
        {
            var known = await store.ReadDueDaysAsync(DayProjection.Lake, lakeRevision, all: true, cancellationToken);
            due = [.. due.Union(known.Where(day => damage.Days.Contains(day.Day))).OrderBy(day => day.Day)];
        }

        var unmeasured = (await store.ReadDueDaysAsync(DayProjection.Measures, measureRevision, all: false, cancellationToken))
            .ToDictionary(day => day.Day);
        var built = due.ToAsyncEnumerable().SelectInOrder(
            async (day, token) => (Due: day, Built: await executor.ExecuteAsync(
                new DayUnit(day.Day, Stages: true, Measures: unmeasured.ContainsKey(day.Day)), token)),
            executor.Concurrency, cancellationToken);
        long done = 0;
        return await lake.CommitInGroupsAsync(
            built,
            day => day.Built.Staged!,
            async group =>
            {
                await store.CompleteDaysAsync(DayProjection.Lake, [.. group.Select(day => day.Due)], lakeRevision, cancellationToken);
                var measures = group.Select(day => day.Built.Measures).OfType<DayMeasures>().ToList();
                if (measures.Count > 0)
                {
                    await store.SaveMeasuresAsync(
                        measures, [.. measures.Select(day => unmeasured[day.Day])], measureRevision, cancellationToken);
                }

                done += group.Count;
                progress?.Report(new StageProgress("publish", done, due.Count, "days", 0));
            },
            cancellationToken);
    }
}
