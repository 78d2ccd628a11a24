using System.Text.Json;
using Colloquy.Analyse;
using Colloquy.Cli.Commands;
using Colloquy.Model;
using Colloquy.Shapes;
using Colloquy.Stores;
using Colloquy.TestKit;

namespace Colloquy.Tests.Cli;

/// <summary>Show names the Dify workflow run that answered a turn, so that a person finds it in Dify's log.</summary>
public sealed class ShowTests
{
    private static readonly AnalysedConversation Conversation = new Assembler([]).Assemble(
        new ConversationThread(
            Some.ConversationRow(),
            [Some.MessageRow("m1") with { WorkflowRunId = "w1" }, Some.MessageRow("m2", created: "2025-04-01T12:01:00Z")],
            [],
            1),
        []);

    [Fact]
    public void The_workflow_run_is_on_the_turn_that_has_one_and_on_no_other()
    {
        var turns = ShowCommand.Write(Conversation, app: null, []).Split('\n').Where(line => line.StartsWith('#')).ToList();
        Assert.Equal(2, turns.Count);
        Assert.EndsWith(" · workflow run w1", turns[0], StringComparison.Ordinal);
        Assert.DoesNotContain("workflow run", turns[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_it_for_each_turn()
    {
        using var json = JsonDocument.Parse(ConversationJson.Write(Conversation, app: null, []));
        var turns = json.RootElement.GetProperty("turns").EnumerateArray();
        Assert.Equal(["w1", null], turns.Select(turn => turn.GetProperty("workflow_run_id").GetString()));
    }
}
