using Colloquy.Stores;
using Colloquy.Units;

namespace Colloquy.Pipeline;

/// <summary>The outcome of a run with its exit code. The exit code is decided here and nowhere else.</summary>
/// <param name="ExitCode">One of <see cref="Pipeline.ExitCode"/>.</param>
/// <param name="Problem">Message for the user; null if there is none.</param>
internal sealed record RunVerdict(RunOutcome Outcome, int ExitCode, string? Problem)
{
    public static RunVerdict Cancelled { get; } = new(RunOutcome.Cancelled, Pipeline.ExitCode.Cancelled, null);

    /// <summary>The run was aborted by a failure.</summary>
    public static RunVerdict Of(Exception failure) => new(RunOutcome.Failed, Pipeline.ExitCode.Of(failure), failure.Message);

    /// <summary>Every stage ended, but failed for these conversations. This takes precedence over everything else.</summary>
    public static RunVerdict Of(IReadOnlyList<ConversationFailure> failures) =>
        new(RunOutcome.Failed, Pipeline.ExitCode.Failed, ConversationFailure.Describe(failures));

    /// <summary>Every stage succeeded for every conversation.</summary>
    /// <param name="status">Read after the last stage.</param>
    /// <param name="warnings">Warnings of the source and the annotators.</param>
    /// <param name="pause">Why conversations are still waiting although nothing failed; null if none are.</param>
    public static RunVerdict Of(RunRequest request, Status status, IReadOnlyList<string> warnings, string? pause)
    {
        // After a single stage the later ones are expected to be behind.
        if (request.Stages.SequenceEqual(RunRequest.AllStages) && !status.Reconciled)
        {
            return new RunVerdict(RunOutcome.Succeeded, Pipeline.ExitCode.NotReconciled, status.Mismatches[0]);
        }

        var dead = status.DeadLetters.Values.Sum();
        if (dead == 0 && warnings.Count == 0)
        {
            return new RunVerdict(RunOutcome.Succeeded, Pipeline.ExitCode.Done, pause);
        }

        var problem = warnings.Count > 0 ? warnings[0] : $"{dead} dead letters: see colloquy dead-letters.";
        return new RunVerdict(RunOutcome.Succeeded, Pipeline.ExitCode.DeadLetters, problem);
    }
}
