using Colloquy.Stores;

namespace Colloquy.Pipeline;

/// <summary>How a run ended, with its exit code. Decided here and nowhere else.</summary>
/// <param name="ExitCode">One of <see cref="Pipeline.ExitCode"/>.</param>
/// <param name="Problem">What a person is told; null where there is nothing to say.</param>
internal sealed record RunVerdict(RunOutcome Outcome, int ExitCode, string? Problem)
{
    public static RunVerdict Cancelled { get; } = new(RunOutcome.Cancelled, Pipeline.ExitCode.Cancelled, null);

    /// <summary>The run was broken off by a failure.</summary>
    public static RunVerdict Of(Exception failure) => new(RunOutcome.Failed, Pipeline.ExitCode.Of(failure), failure.Message);

    /// <summary>Every stage ended, but not for these conversations. That outweighs everything else.</summary>
    public static RunVerdict Of(IReadOnlyList<ConversationFailure> failures) =>
        new(RunOutcome.Failed, Pipeline.ExitCode.Failed, ConversationFailure.Describe(failures));

    /// <summary>Every stage ended, for every conversation.</summary>
    /// <param name="status">Read after the last stage.</param>
    /// <param name="warnings">Of the source and the annotators.</param>
    /// <param name="pause">Why conversations wait although nothing is wrong.</param>
    public static RunVerdict Of(RunRequest request, Status status, IReadOnlyList<string> warnings, string? pause)
    {
        // A single stage leaves the others behind.
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
