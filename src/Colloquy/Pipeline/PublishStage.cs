using Colloquy.Analyse;
using Colloquy.Diagnostics;
using Colloquy.Publish;
using Colloquy.Reports;
using Colloquy.Stores;

namespace Colloquy.Pipeline;

/// <summary>
/// Rewrites the due days of the lake's conversations, messages and labels. A day whose measures are due too is measured while it is in
/// memory:
/// reading and assembling it again would cost more than either.
/// </summary>
internal sealed class PublishStage(IStore store, ILake lake, Assembler assembler, int parallelism, IProgress<StageProgress>? progress)
{
    private readonly string lakeRevision = Revisions.Lake(lake, assembler);
    private readonly DayReader days = new(store);
    private readonly string measureRevision = Revisions.Measures(assembler);

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
            .ToDictionary(d => d.Day);
        long done = 0;
        return await lake.PublishAsync(
            due.ToAsyncEnumerable(),
            async (day, token) => await BuildAsync(day, unmeasured.TryGetValue(day.Day, out var version) ? version : null, token),
            parallelism,
            day => days.Release(day.Weight),
            async group =>
            {
                await store.CompleteDaysAsync(DayProjection.Lake, [.. group.Select(d => d.Due)], lakeRevision, cancellationToken);
                if (group.Where(d => d.Measures is not null).ToList() is { Count: > 0 } measured)
                {
                    await store.SaveMeasuresAsync(
                        [.. measured.Select(d => d.Measures!)], [.. measured.Select(d => d.Unmeasured!.Value)], measureRevision,
                        cancellationToken);
                }

                done += group.Count;
                progress?.Report(new StageProgress("publish", done, due.Count, "days", 0));
            },
            cancellationToken);
    }

    private async Task<(DayPartition Rows, PublishedDay Day)> BuildAsync(
        DueDay due, DueDay? unmeasured, CancellationToken cancellationToken)
    {
        var (threads, weight) = await days.ReadAsync(due.Day, cancellationToken);
        ImmutableArray<AnalysedConversation> conversations = [.. threads.Select(t => assembler.Assemble(t, "publish"))];
        var measures = unmeasured is null ? null : DayFold.Fold(due.Day, conversations, assembler.Dimensions);
        return (DayRows.Of(due.Day, conversations), new PublishedDay(due, unmeasured, measures, weight));
    }

    private sealed record PublishedDay(DueDay Due, DueDay? Unmeasured, DayMeasures? Measures, long Weight);
}
