using Colloquy.Categorisers;
using Colloquy.Stores;

namespace Colloquy.Pipeline;

/// <summary>
/// Labels what is due. Where only categorisers changed, only these and those after them are asked again; a conversation that changed is labelled as a new one is. A batch
/// is one transaction.
/// </summary>
internal sealed class AnalyseStage(IStore store, Labeller labeller, int parallelism, IProgress<StageProgress>? progress)
{
    private const int BatchSize = 250;

    /// <param name="all">Every conversation, by every categoriser.</param>
    /// <param name="outdated">Only conversations that did not change since other categorisers labelled them.</param>
    public async Task<StageCount> RunAsync(bool all, bool outdated, CancellationToken stop)
    {
        var total = await store.CountUnlabelledAsync(labeller.Revision, all, stop);
        var count = new StageCount(0, 0, 0);
        if (!all)
        {
            await SaveAsync(store.ReadOutdatedAsync(labeller.Revision, stop), old => new LabelledThread(old.Thread, labeller.LabelAgain(old.Thread, old.Labels, old.Revision)));
        }

        if (!outdated)
        {
            await SaveAsync(store.ReadUnlabelledAsync(labeller.Revision, all, stop), thread => new LabelledThread(thread, labeller.Label(thread)));
        }

        return count;

        async Task SaveAsync<T>(IAsyncEnumerable<T> due, Converter<T, LabelledThread> label)
        {
            await foreach (var batch in due.Chunk(BatchSize).SelectInOrder((batch, _) => Task.FromResult(Array.ConvertAll(batch, label)), parallelism, stop))
            {
                await store.SaveLabelsAsync(batch, labeller.Revision, stop);
                count = new StageCount(count.Items + batch.Length, count.Written + batch.Sum(t => (long)t.Labels.Length), 0);
                progress?.Report(new StageProgress("analyse", count.Items, total, "conversations", 0));
            }
        }
    }
}
