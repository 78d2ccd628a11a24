using System.Collections.Immutable;
using System.Text.Json;
using Colloquy.Analyse;
using Colloquy.Cli.Commands;
using Colloquy.Model;
using Colloquy.Pipeline;
using Colloquy.Publish;
using Colloquy.Shapes;
using Colloquy.Stores;
using Colloquy.Stores.Ownership;
using Colloquy.TestKit;

namespace Colloquy.Tests.Cli;

/// <summary>What is kept though its source no longer has it is said, by status and by show.</summary>
public sealed class GoneTests
{
    private static readonly DateTimeOffset Now = Some.Instant("2025-04-02T00:00:00Z");

    [Theory]
    [InlineData(0, false)]
    [InlineData(1_200, true)]
    public void Status_has_a_line_for_messages_that_are_gone_only_when_there_are_any(long gone, bool said)
    {
        var text = StatusText.Write(Status(gone), Now);
        Assert.Equal(said, text.Contains("  gone          1,200 messages are kept although the source no longer has them", StringComparison.Ordinal));
        Assert.Equal(said, text.Contains("gone", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    public void Status_as_json_always_has_their_number(long gone)
    {
        using var json = JsonDocument.Parse(StatusJson.Write(Status(gone), Now));
        Assert.Equal(gone, json.RootElement.GetProperty("gone").GetProperty("messages").GetInt64());
    }

    [Fact]
    public void Show_says_it_on_the_turn_that_is_gone_and_on_no_other()
    {
        var text = ShowCommand.Write(Conversation, app: null, []);
        Assert.Equal(["#1"], text.Split('\n').Where(line => line.Contains("no longer in the source", StringComparison.Ordinal)).Select(line => line[..2]));
    }

    [Fact]
    public void Show_as_json_says_it_of_each_turn()
    {
        using var json = JsonDocument.Parse(ConversationJson.Write(Conversation, app: null, []));
        Assert.Equal([true, false], json.RootElement.GetProperty("turns").EnumerateArray().Select(turn => turn.GetProperty("gone").GetBoolean()));
    }

    [Fact]
    public void Counts_that_differ_while_a_run_is_at_work_are_no_mismatch_but_missing_files_are()
    {
        var seen = new TableCounts(2, 2, 0, 0);
        var behind = Status(0) with { Counts = new RecordCounts(seen, seen, seen, RawBytes: 0, 0, ExcludedByHand: 0) };
        Assert.False(behind.Reconciled);
        var during = behind with { Writer = new StoreHolder("process 1", null) };
        Assert.True(during.Reconciled);
        Assert.Contains("A run is in progress (process 1)", StatusText.Write(during, Now), StringComparison.Ordinal);
        var damaged = new LakeTableSummary(0, 1, 1) { Damage = ["messages/data/x.parquet is missing."] };
        Assert.False((during with { LakeSummary = new LakeSummary(ImmutableSortedDictionary<string, LakeTableSummary>.Empty.Add("messages", damaged)) }).Reconciled);
    }

    private static AnalysedConversation Conversation => new Assembler([]).Assemble(
        new ConversationThread(Some.ConversationRow(), [Some.MessageRow("m1"), Some.MessageRow("m2", created: "2025-04-01T12:01:00Z")], [], 1) { GoneMessages = ["m1"] }, []);

    private static Status Status(long gone)
    {
        var none = new TableCounts(0, 0, 0, 0);
        return new Status(
            "store.db", "lake", new RecordCounts(none, none, none, RawBytes: 0, gone, ExcludedByHand: 0), new LakeSummary(ImmutableSortedDictionary<string, LakeTableSummary>.Empty),
            Measured: 0, StoreBytes: 0, PendingDays: 0, ImmutableSortedDictionary<string, long>.Empty, null, null, [], []);
    }
}
