using Colloquy.Analyse;
using Colloquy.Publish;
using Colloquy.Reports;
using Colloquy.Stores;

namespace Colloquy.Pipeline;

/// <summary>Reads the status from store and lake; changes nothing.</summary>
public sealed class StatusReader(IStore store, ILake lake, string labelRevision, Assembler assembler)
{
    /// <param name="runs">How many runs to list.</param>
    /// <param name="beside">A run may be at work. False for the run itself, which compares everything at its end.</param>
    public async Task<Status> ReadAsync(int runs, bool beside, CancellationToken stop)
    {
        var writer = beside ? await store.FindHolderAsync(stop) : null;
        var letters = await store.CountDeadLettersAsync(DeadLetterFilter.Everything, stop);
        var days = await store.ReadActiveDaysAsync(DateOnly.MinValue, DateOnly.MaxValue, stop);
        var status = new Status(
            store.Location,
            lake.Location,
            await store.CountAsync(stop),
            await lake.InspectAsync(stop),
            await MeasuredAsync(stop),
            await store.SizeAsync(stop),
            await Revisions.CountDueAsync(store, Revisions.Of(lake, assembler), stop),
            letters.ToImmutableSortedDictionary(StringComparer.Ordinal),
            days.Count == 0 ? null : days[0],
            days.Count == 0 ? null : days[^1],
            [.. await store.ReadRunsAsync(runs, stop)],
            [.. await store.CountAnnotationsAsync(stop)])
        {
            Unlabelled = await store.CountUnlabelledAsync(labelRevision, false, stop),
        };

        // One that began meanwhile may have made the figures differ, too.
        writer ??= beside ? await store.FindHolderAsync(stop) : null;
        return status with { Writer = writer, Runs = beside && writer is null ? [.. status.Runs.Select(Ended)] : status.Runs };
    }

    // Whoever is at work holds the store: a run that is not over and holds nothing was killed.
    private static RunRecord Ended(RunRecord run) => run.Outcome == RunOutcome.Running ? run with { Outcome = RunOutcome.Interrupted } : run;

    private async Task<long> MeasuredAsync(CancellationToken stop)
    {
        long conversations = 0;
        await foreach (var day in store.ReadMeasuresAsync(DateOnly.MinValue, DateOnly.MaxValue, withUsers: false, stop))
        {
            conversations += DayFold.CountConversations(day);
        }

        return conversations;
    }
}
