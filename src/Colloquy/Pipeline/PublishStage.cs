using Colloquy.Analyse;
using Colloquy.Publish;
using Colloquy.Stores;

namespace Colloquy.Pipeline;

/// <summary>Rewrites the due days of the lake's conversations, messages and labels.</summary>
internal sealed class PublishStage(IStore store, ILake lake, Assembler assembler, int parallelism, IProgress<StageProgress>? progress)
{
    private readonly string revision = Revisions.Lake(lake, assembler);

    public async Task<StageCount> RunAsync(bool all, CancellationToken stop)
    {
        var due = await store.ReadDueDaysAsync(DayProjection.Lake, revision, all, stop);
        long done = 0;
        return await lake.PublishAsync(
            due.ToAsyncEnumerable(),
            async (day, token) => DayRows.Of(day.Day, await ReadAsync(day.Day, token)),
            parallelism,
            async days =>
            {
                await store.CompleteDaysAsync(DayProjection.Lake, days, revision, stop);
                done += days.Count;
                progress?.Report(new StageProgress("publish", done, due.Count, "days", 0));
            },
            stop);
    }

    private async Task<IReadOnlyList<AnalysedConversation>> ReadAsync(DateOnly day, CancellationToken stop)
    {
        var threads = await store.ReadDayAsync(day, stop);
        return [.. threads.Select(t => assembler.Assemble(t.Thread, t.Labels))];
    }
}
