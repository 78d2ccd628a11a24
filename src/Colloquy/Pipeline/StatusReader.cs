using Colloquy.Analyse;
using Colloquy.Publish;
using Colloquy.Reports;
using Colloquy.Stores;

namespace Colloquy.Pipeline;

/// <summary>Reads the status from store and lake. Changes nothing.</summary>
internal sealed class StatusReader(IStore store, ILake lake, string labelRevision, Assembler assembler)
{
    /// <summary>Reads the status.</summary>
    /// <param name="runs">Number of runs to list.</param>
    /// <param name="beside">Whether another run may be in progress. False for a run that reads the status at its own end.</param>
    public async Task<Status> ReadAsync(int runs, bool beside, CancellationToken cancellationToken)
    {
        var writer = beside ? await store.FindHolderAsync(cancellationToken) : null;
        var letters = await store.CountDeadLettersAsync(DeadLetterFilter.Everything, cancellationToken);
        var days = await store.ReadActiveDaysAsync(DateOnly.MinValue, DateOnly.MaxValue, cancellationToken);
        var status = new Status(
            store.Location,
            lake.Location,
            await store.CountAsync(cancellationToken),
            await lake.InspectAsync(cancellationToken),
            await MeasuredAsync(cancellationToken),
            await store.SizeAsync(cancellationToken),
            await Revisions.CountDueAsync(store, Revisions.Of(lake, assembler), cancellationToken),
            letters.ToImmutableSortedDictionary(StringComparer.Ordinal),
            days.Count == 0 ? null : days[0],
            days.Count == 0 ? null : days[^1],
            [.. await store.ReadRunsAsync(runs, cancellationToken)],
            [.. await store.CountAnnotationsAsync(cancellationToken)])
        {
            Unlabelled = await store.CountUnlabelledAsync(labelRevision, false, cancellationToken),
        };

        // A run that began meanwhile may also have made the figures differ.
        writer ??= beside ? await store.FindHolderAsync(cancellationToken) : null;
        return status with { Writer = writer, Runs = beside && writer is null ? [.. status.Runs.Select(Ended)] : status.Runs };
    }

    // A run in progress holds the store, so one without an end that does not hold it was killed.
    private static RunRecord Ended(RunRecord run) =>
        run.Outcome == RunOutcome.Running ? run with { Outcome = RunOutcome.Interrupted } : run;

    private async Task<long> MeasuredAsync(CancellationToken cancellationToken)
    {
        long conversations = 0;
        await foreach (var day in store.ReadMeasuresAsync(DateOnly.MinValue, DateOnly.MaxValue, withUsers: false, cancellationToken))
        {
            conversations += DayFold.CountConversations(day);
        }

        return conversations;
    }
}
