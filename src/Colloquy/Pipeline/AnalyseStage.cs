using System.Collections.Concurrent;
using Colloquy.Annotators;
using Colloquy.Categorisers;
using Colloquy.Diagnostics;
using Colloquy.Memory;
using Colloquy.Stores;

namespace Colloquy.Pipeline;

/// <summary>
/// Labels the conversations that are due, one transaction per batch. If only categorisers changed, only those and the ones after them run;
/// a
/// conversation that changed is labelled from scratch. If an annotator has no answer, its conversation is saved with the labels of the
/// categorisers and is due again in the next run.
/// </summary>
internal sealed class AnalyseStage(
    IStore store, Labeller labeller, ImmutableArray<IAnnotator> annotators, AnnotationRun annotation, int parallelism,
    IProgress<StageProgress>? progress)
{
    private const int BatchSize = 250;
    private const long BatchBytes = 16 << 20;
    private const long BytesInFlight = 128 << 20;

    // Annotated conversations take seconds instead of microseconds.
    private const int AnnotatedBatchSize = 50;

    private readonly string revision = AnnotationRun.Revision(labeller.Revision, annotators);
    private readonly ConcurrentQueue<ConversationFailure> failures = [];

    /// <summary>Conversations that could not be labelled. They stay due.</summary>
    public IReadOnlyCollection<ConversationFailure> Failures => failures;

    /// <summary>Labels and saves.</summary>
    /// <param name="all">Label every conversation with every categoriser.</param>
    /// <param name="outdated">Label only unchanged conversations whose categorisers changed.</param>
    public async Task<StageCount> RunAsync(bool all, bool outdated, CancellationToken cancellationToken)
    {
        var total = await store.CountUnlabelledAsync(revision, all, cancellationToken);
        var count = new StageCount(0, 0, 0);

        // A conversation that waits for an annotator stays outdated. It must be processed once per run: in the second pass.
        if (outdated || (!all && annotators.IsEmpty))
        {
            await SaveAsync(
                store.ReadOutdatedAsync(revision, cancellationToken), old => old.Thread, (old, token) => labeller.Relabel(old, token));
        }

        if (!outdated)
        {
            await SaveAsync(
                store.ReadUnlabelledAsync(revision, all, cancellationToken), thread => thread,
                (thread, token) => labeller.Label(thread, token));
        }

        return count;

        async Task SaveAsync<T>(
            IAsyncEnumerable<T> due, Func<T, ConversationThread> threadOf, Func<T, CancellationToken, ImmutableArray<Label>> label)
        {
            var batches = due.Batch(
                annotators.IsEmpty ? BatchSize : AnnotatedBatchSize, BatchBytes, item => threadOf(item).Weight, cancellationToken);
            var labelling = batches.SelectInOrder(
                async (batch, token) => await annotation.AnnotateAsync(Label(batch, threadOf, one => label(one, token)), token),
                parallelism, new ByteBudget(BytesInFlight), batch => batch.Sum(item => threadOf(item).Weight), cancellationToken);
            await foreach (var batch in labelling)
            {
                foreach (var labelled in batch.GroupBy(thread => thread.IsComplete))
                {
                    await store.SaveLabelsAsync(
                        [.. labelled.Select(thread => thread.Thread)], labelled.Key ? revision : labeller.Revision, cancellationToken);
                }

                count = new StageCount(count.Items + batch.Count, count.Written + batch.Sum(t => (long)t.Thread.Labels.Length), 0);
                progress?.Report(new StageProgress("analyse", count.Items, total, "conversations", 0));
            }
        }
    }

    // A failure on one conversation must not keep the others from being labelled.
    private LabelledThread[] Label<T>(T[] batch, Func<T, ConversationThread> threadOf, Func<T, ImmutableArray<Label>> label)
    {
        var labelled = new List<LabelledThread>(batch.Length);
        foreach (var due in batch)
        {
            var thread = threadOf(due);
            try
            {
                labelled.Add(new LabelledThread(thread, label(due)));
            }
#pragma warning disable CA1031 // Kept as a failure, which the run reports at its end.
            catch (Exception failure) when (failure is not (OperationCanceledException or OutOfMemoryException))
#pragma warning restore CA1031
            {
                failures.Enqueue(ConversationFailure.Of("analyse", thread.Conversation.Id, failure));
            }
        }

        return [.. labelled];
    }
}
