using System.Collections.Immutable;
using Colloquy.Analyse;
using Colloquy.Categorisers;
using Colloquy.Lake;
using Colloquy.Model;
using Colloquy.Pipeline;
using Colloquy.Sources.Files;
using Colloquy.Sources.Rows;
using Colloquy.Sqlite;
using Colloquy.Stores;
using Colloquy.TestKit;
using Colloquy.TestKit.Sources;
using Colloquy.Units;
using Microsoft.Extensions.Logging.Abstractions;

namespace Colloquy.Tests.Pipeline;

/// <summary>A conversation that a categoriser fails on is named, keeps no other from its labels, and can be excluded.</summary>
public sealed class FailingConversationTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_run_names_it_without_its_text_does_all_others_and_succeeds_once_it_is_excluded()
    {
        using var folder = new TempFolder().With(
        [
            new("rows/conversations.jsonl", RowFormat.Lines(Enumerable.Range(0, 600).Select(i => $$"""{"id":"c{{i}}","created_at":"2025-04-01"}"""))),
            new("rows/messages.jsonl", RowFormat.Lines(Enumerable.Range(0, 600).Select(i => $$"""{"id":"m{{i}}","conversation_id":"c{{i}}","query":"secret {{i}}","answer":"","created_at":"2025-04-01"}"""))),
        ]);
        await using var store = new SqliteStore(folder.Under("store.db"));
        await store.OpenAsync(Stop);
        var rows = new RowReader(TimeZoneInfo.Utc);
        var parts = new WorkflowParts(
            new FilesSource(folder.Under("rows"), rows, TimeProvider.System), rows, store, new IcebergLake(new LocalObjectStore(folder.Under("lake")), TimeProvider.System),
            new Lazy<Labeller>(new Labeller([new FailsOn("c300")])), new Assembler([]), 2, 1_000);
        var workflow = new Workflow(parts, TimeProvider.System, NullLogger.Instance, null);

        for (var run = 0; run < 2; run++)
        {
            var failed = await workflow.RunAsync(RunRequest.Run, Stop);
            Assert.Equal((RunOutcome.Failed, ExitCode.Failed), (failed.Outcome, failed.ExitCode));
            Assert.Contains("c300", failed.Problem, StringComparison.Ordinal);
            Assert.Contains("colloquy exclude c300", failed.Problem, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", failed.Problem, StringComparison.Ordinal);
            Assert.Equal(["analyse", "collect", "publish", "report"], failed.Stages.Select(stage => stage.Name).Order());
            Assert.Equal(1, await store.CountUnlabelledAsync(new Labeller([new FailsOn("c300")]).Revision, false, Stop));
            Assert.Equal("said", Assert.Single((await store.ReadThreadAsync("c299", Stop))!.Labels).Value);
        }

        Assert.Equal(["c300"], await workflow.ExcludeAsync(["c300"], undo: false, Stop));
        Assert.Equal(ExitCode.Done, (await workflow.RunAsync(RunRequest.Run, Stop)).ExitCode);
        Assert.Equal((599L, 1L), ((await store.CountAsync(Stop)).Conversations.Stored, (await store.CountAsync(Stop)).ExcludedByHand));
    }

    [Fact]
    public void Only_the_first_three_are_named()
    {
        var text = ConversationFailure.Describe([.. Enumerable.Range(1, 5).Select(i => ConversationFailure.Of("analyse", $"c{i}", new InvalidOperationException("secret")))]);
        Assert.Contains("conversations c1, c2, c3 and 2 more", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("c4", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_day_that_cannot_be_published_names_the_conversation_and_the_way_out()
    {
        var thread = new LabelledThread(new ConversationThread(Some.ConversationRow("c7"), default, [], 1), []);
        var failure = Assert.Throws<ConversationException>(() => new Assembler([]).Assemble(thread, "publish"));
        Assert.StartsWith("publish failed for conversation c7: ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("colloquy exclude c7", failure.Message, StringComparison.Ordinal);
    }

    private sealed class FailsOn(string id) : ICategoriser
    {
        public string Name => "fails";

        public string Revision => "1";

        public void Label(ConversationContext context, CancellationToken cancellationToken = default)
        {
            if (context.Conversation.Id == id)
            {
                throw new InvalidOperationException(context.Turns[0].Message.Query);
            }

            context.Add(new Label(null, LabelKind.Topic, "said", 1, Name, Revision, []));
        }
    }
}
