using System.Collections.Concurrent;
using Colloquy.Annotators;
using Colloquy.Categorisers;
using Colloquy.Diagnostics;
using Colloquy.Memory;
using Colloquy.Stores;

namespace Colloquy.Pipeline;

/// <summary>
/// Labels what is due. Where only categorisers changed, only these and those after them are asked again; a conversation that changed is labelled as a new one is. A batch
/// is one transaction. Where there are annotators, a conversation for which one has no answer is saved as if there were none: it is due again in the next run.
/// </summary>
internal sealed class AnalyseStage(
    IStore store, Labeller labeller, ImmutableArray<IAnnotator> annotators, AnnotationRun annotation, int parallelism, IProgress<StageProgress>? progress)
{
    private const int BatchSize = 250;
    private const long BatchBytes = 16 << 20;
    private const long BytesInFlight = 128 << 20;

    // They take seconds and not microseconds.
    private const int AnnotatedBatchSize = 50;

    private readonly string revision = AnnotationRun.Revision(labeller.Revision, annotators);
    private readonly ConcurrentQueue<ConversationFailure> failures = [];

    /// <summary>Conversations that could not be labelled; they stay due.</summary>
    public IReadOnlyCollection<ConversationFailure> Failures => failures;

    /// <param name="all">Every conversation, by every categoriser.</param>
    /// <param name="outdated">Only conversations that did not change since other categorisers labelled them.</param>
    public async Task<StageCount> RunAsync(bool all, bool outdated, CancellationToken stop)
    {
        var total = await store.CountUnlabelledAsync(revision, all, stop);
        var count = new StageCount(0, 0, 0);

        // Whoever waits for an annotator is outdated and stays so, and is to be met once in a run: with the rest of what is due.
        if (outdated || (!all && annotators.IsEmpty))
        {
            await SaveAsync(store.ReadOutdatedAsync(revision, stop), old => old.Thread, (old, token) => labeller.Relabel(old, token));
        }

        if (!outdated)
        {
            await SaveAsync(store.ReadUnlabelledAsync(revision, all, stop), thread => thread, (thread, token) => labeller.Label(thread, token));
        }

        return count;

        async Task SaveAsync<T>(
            IAsyncEnumerable<T> due, Func<T, ConversationThread> threadOf, Func<T, CancellationToken, ImmutableArray<Label>> label)
        {
            var batches = due.Batch(annotators.IsEmpty ? BatchSize : AnnotatedBatchSize, BatchBytes, item => threadOf(item).Weight, stop);
            var labelling = batches.SelectInOrder(
                async (batch, token) => await annotation.AnnotateAsync(Label(batch, threadOf, one => label(one, token)), token),
                parallelism, new ByteBudget(BytesInFlight), batch => batch.Sum(item => threadOf(item).Weight), stop);
            await foreach (var batch in labelling)
            {
                foreach (var labelled in batch.GroupBy(thread => thread.IsComplete))
                {
                    await store.SaveLabelsAsync([.. labelled.Select(thread => thread.Thread)], labelled.Key ? revision : labeller.Revision, stop);
                }

                count = new StageCount(count.Items + batch.Count, count.Written + batch.Sum(t => (long)t.Thread.Labels.Length), 0);
                progress?.Report(new StageProgress("analyse", count.Items, total, "conversations", 0));
            }
        }
    }

    // One conversation that no categoriser should fail on must not keep all others from their labels.
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
#pragma warning disable CA1031 // Kept as a failure that the run ends with.
            catch (Exception failure) when (failure is not (OperationCanceledException or OutOfMemoryException))
#pragma warning restore CA1031
            {
                failures.Enqueue(ConversationFailure.Of("analyse", thread.Conversation.Id, failure));
            }
        }

        return [.. labelled];
    }
}
