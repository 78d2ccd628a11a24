using Colloquy.Annotators;
using Colloquy.Diagnostics;
using Colloquy.Memory;
using Colloquy.Stores;
using Colloquy.Units;

namespace Colloquy.Pipeline;

/// <summary>
/// Labels the conversations that are due, one transaction per batch. If only categorisers changed, only those and the ones after them run;
/// a conversation that changed is labelled from scratch. If an annotator has no answer, its conversation is saved with the labels of the
/// categorisers and is due again in the next run.
/// </summary>
/// <param name="labelRevision">Revision of the categorisers.</param>
internal sealed class AnalyseStage(
    IStore store, IUnitExecutor executor, string labelRevision, ImmutableArray<IAnnotator> annotators, AnnotationRun annotation,
    IProgress<StageProgress>? progress)
{
    private const int BatchSize = 250;
    private const long BatchBytes = 16 << 20;
    private const long BytesInFlight = 128 << 20;

    // Annotated conversations take seconds instead of microseconds.
    private const int AnnotatedBatchSize = 50;

    private readonly string revision = AnnotationRun.Revision(labelRevision, annotators);

    /// <summary>Labels and saves.</summary>
    /// <param name="all">Label every conversation with every categoriser.</param>
    /// <param name="outdated">Label only unchanged conversations whose categorisers changed.</param>
    /// <returns>The count, and the conversations that could not be labelled. They stay due.</returns>
    public async Task<(StageCount Count, IReadOnlyList<ConversationFailure> Failures)> RunAsync(
        bool all, bool outdated, CancellationToken cancellationToken)
    {
        var total = await store.CountUnlabelledAsync(revision, all, cancellationToken);
        var count = new StageCount(0, 0, 0);
        var failures = new List<ConversationFailure>();

        // A conversation that waits for an annotator stays outdated. It must be processed once per run: in the second pass.
        if (outdated || (!all && annotators.IsEmpty))
        {
            await SaveAsync(
                store.ReadOutdatedAsync(revision, cancellationToken), old => old.Thread, batch => new BatchUnit { Outdated = batch });
        }

        if (!outdated)
        {
            await SaveAsync(
                store.ReadUnlabelledAsync(revision, all, cancellationToken), thread => thread, batch => new BatchUnit { Changed = batch });
        }

        return (count, failures);

        async Task SaveAsync<T>(
            IAsyncEnumerable<T> due, Func<T, ConversationThread> threadOf, Func<ImmutableArray<T>, BatchUnit> unitOf)
        {
            var batches = due.Batch(
                annotators.IsEmpty ? BatchSize : AnnotatedBatchSize, BatchBytes, item => threadOf(item).Weight, cancellationToken);
            var labelling = batches.SelectInOrder(
                (batch, token) => LabelAsync(unitOf([.. batch]), token), executor.Concurrency, new ByteBudget(BytesInFlight),
                batch => batch.Sum(item => threadOf(item).Weight), cancellationToken);
            await foreach (var (threads, failed) in labelling)
            {
                failures.AddRange(failed);
                foreach (var labelled in threads.GroupBy(thread => thread.IsComplete))
                {
                    await store.SaveLabelsAsync(
                        [.. labelled.Select(thread => thread.Thread)], labelled.Key ? revision : labelRevision, cancellationToken);
                }

                count = new StageCount(count.Items + threads.Count, count.Written + threads.Sum(t => (long)t.Thread.Labels.Length), 0);
                progress?.Report(new StageProgress("analyse", count.Items, total, "conversations", 0));
            }
        }
    }

    // Services are asked here and not by the unit, because a run has one budget and one rate for its questions.
    private async Task<(IReadOnlyList<(LabelledThread Thread, bool IsComplete)> Threads, ImmutableArray<ConversationFailure> Failures)>
        LabelAsync(BatchUnit unit, CancellationToken cancellationToken)
    {
        var batch = await executor.ExecuteAsync(unit, cancellationToken);
        return (await annotation.AnnotateAsync(batch.Threads, cancellationToken), batch.Failures);
    }
}
