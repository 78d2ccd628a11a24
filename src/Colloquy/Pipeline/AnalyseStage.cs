using Colloquy.Categorisers;
using Colloquy.Stores;

namespace Colloquy.Pipeline;

/// <summary>Labels the conversations that changed, or all when the categorisers did. A batch is one transaction.</summary>
internal sealed class AnalyseStage(IStore store, Labeller labeller, int parallelism, IProgress<StageProgress>? progress)
{
    private const int BatchSize = 250;

    public async Task<StageCount> RunAsync(bool all, CancellationToken stop)
    {
        var total = await store.CountUnlabelledAsync(labeller.Revision, all, stop);
        long conversations = 0, labels = 0;
        var labelled = store.ReadUnlabelledAsync(labeller.Revision, all, stop).Chunk(BatchSize).SelectInOrder(
            (batch, _) => Task.FromResult(Array.ConvertAll(batch, thread => new LabelledThread(thread, labeller.Label(thread)))), parallelism, stop);
        await foreach (var batch in labelled)
        {
            await store.SaveLabelsAsync(batch, labeller.Revision, stop);
            conversations += batch.Length;
            labels += batch.Sum(t => (long)t.Labels.Length);
            progress?.Report(new StageProgress("analyse", conversations, total, "conversations", 0));
        }

        return new StageCount(conversations, labels, 0);
    }
}
