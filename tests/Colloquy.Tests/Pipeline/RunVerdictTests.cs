using System.Collections.Immutable;
using Colloquy.Model;
using Colloquy.Pipeline;
using Colloquy.Publish;
using Colloquy.Sources;
using Colloquy.Stores;
using Colloquy.Units;

namespace Colloquy.Tests.Pipeline;

/// <summary>The exit code of a run.</summary>
public sealed class RunVerdictTests
{
    private static readonly RunRequest Publish = new("publish", [Stage.Publish], RowScope.Everything, Full: false);

    [Fact]
    public void A_run_with_nothing_to_complain_about_is_done_and_says_why_conversations_wait()
    {
        Assert.Equal(new RunVerdict(RunOutcome.Succeeded, ExitCode.Done, null), Of(Status()));
        Assert.Equal(new RunVerdict(RunOutcome.Succeeded, ExitCode.Done, "a pause"), Of(Status(), pause: "a pause"));
    }

    [Fact]
    public void Dead_letters_and_warnings_give_3_and_the_first_warning_is_told()
    {
        Assert.Equal(
            new RunVerdict(RunOutcome.Succeeded, ExitCode.DeadLetters, "2 dead letters: see colloquy dead-letters."),
            Of(Status(dead: 2), pause: "a pause"));
        Assert.Equal(
            new RunVerdict(RunOutcome.Succeeded, ExitCode.DeadLetters, "one"), Of(Status(dead: 2), ["one", "two"]));
    }

    [Fact]
    public void Counts_that_differ_outweigh_dead_letters_but_only_where_every_stage_ran()
    {
        var differs = Status(dead: 2, seen: 5);
        Assert.Equal(
            new RunVerdict(RunOutcome.Succeeded, ExitCode.NotReconciled, differs.Mismatches[0]), Of(differs, ["one"]));
        Assert.Equal(ExitCode.DeadLetters, RunVerdict.Of(Publish, differs, [], null).ExitCode);
    }

    [Fact]
    public void A_conversation_that_cannot_be_analysed_fails_the_run_and_is_named()
    {
        var verdict = RunVerdict.Of([new ConversationFailure("analyse", "c1", "FormatException")]);
        Assert.Equal((RunOutcome.Failed, ExitCode.Failed), (verdict.Outcome, verdict.ExitCode));
        Assert.Contains("conversation c1", verdict.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_gives_1_or_2_and_its_message_and_a_stop_gives_130()
    {
        Assert.Equal(new RunVerdict(RunOutcome.Failed, ExitCode.Failed, "full"), RunVerdict.Of(new IOException("full")));
        Assert.Equal(new RunVerdict(RunOutcome.Cancelled, ExitCode.Cancelled, null), RunVerdict.Cancelled);
    }

    private static RunVerdict Of(Status status, string[]? warnings = null, string? pause = null) =>
        RunVerdict.Of(RunRequest.Run, status, warnings ?? [], pause);

    private static Status Status(int dead = 0, int seen = 0)
    {
        var none = new TableCounts(0, 0, 0, 0);
        var letters = ImmutableSortedDictionary<string, long>.Empty;
        letters = dead == 0 ? letters : letters.Add(DeadReason.Orphan, dead);
        return new Status(
            "store.db",
            "lake",
            new RecordCounts(new TableCounts(seen, 0, 0, 0), none, none, RawBytes: 0, 0, ExcludedByHand: 0),
            new LakeSummary(ImmutableSortedDictionary<string, LakeTableSummary>.Empty), Measured: 0, StoreBytes: 0, PendingDays: 0,
            letters, null, null, [], []);
    }
}
