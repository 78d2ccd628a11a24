using System.Text.Json.Nodes;
using Colloquy.Pipeline;
using Colloquy.Sources;
using Colloquy.Stores;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.Laws;

/// <summary>SQLite and a folder; and what is the same with any store and lake.</summary>
public sealed class FolderLawTests() : LawTests(mongo: false, s3: false)
{
    [Theory]
    [InlineData(1, 1, 1, 1_000)]
    [InlineData(2, 3, 2, 7)]
    public Task Other_orders_pages_files_and_workers_do_too(int seed, int messageFiles, int workers, int pageSize) => AssertOrderDoesNotMatterAsync(seed, messageFiles, workers, pageSize);

    [Fact]
    public async Task The_sample_runs_to_the_end_and_reconciles()
    {
        using var temp = new TempFolder();
        await using var home = await Home.OpenAsync(temp.Path, Stop);
        var run = await home.RunAsync(Repository.Sample, Stop);
        var status = await home.StatusAsync(Stop);

        Assert.Equal((RunOutcome.Succeeded, 0), (run.Outcome, run.ExitCode));
        Assert.Empty(status.Mismatches);
        Assert.Equal(new TableCounts(300, 297, 3, 0), status.Counts.Conversations);
        Assert.Equal(1_037, status.Counts.Messages.Seen);
        Assert.Equal(status.Counts.Messages.Stored, status.LakeSummary.Rows("messages"));
        Assert.Equal(0, status.PendingDays);
    }

    [Fact]
    public async Task Reading_everything_again_changes_nothing()
    {
        using var temp = new TempFolder();
        await using var home = await Home.OpenAsync(temp.Path, Stop);
        await home.RunAsync(Repository.Sample, Stop);
        var before = await home.ContentAsync(Stop);
        var files = await home.ObjectsAsync("", Stop);

        var again = await home.RunAsync(Repository.Sample, Stop, RunRequest.Run with { Full = true });

        Assert.Equal((1_337, 0), (again.Stages[0].Items, again.Stages[0].Written));
        before.AssertSame(await home.ContentAsync(Stop));
        Assert.Equal(files, await home.ObjectsAsync("", Stop));
    }

    [Fact]
    public async Task A_message_before_its_conversation_is_dead_until_the_conversation_comes()
    {
        using var temp = new TempFolder();
        var rows = temp.Under("rows");
        var lost = (string)JsonNode.Parse(Sample.Messages[0])!["conversation_id"]!;
        var withheld = Sample.Conversations.Single(row => (string)JsonNode.Parse(row)!["id"]! == lost);
        (Sample with { Conversations = Sample.Conversations.Remove(withheld) }).WriteTo(rows);
        await using var home = await Home.OpenAsync(temp.Under("home"), Stop);
        var orphaned = await home.RunAsync(rows, Stop);
        var status = await home.StatusAsync(Stop);
        Assert.Equal(ExitCode.DeadLetters, orphaned.ExitCode);
        Assert.True(status.DeadLetters["orphan"] > 0);
        Assert.True(status.Reconciled, string.Join('\n', status.Mismatches));

        await File.WriteAllTextAsync(Path.Combine(rows, "conversations-late.jsonl"), withheld + "\n", Stop);
        Assert.Equal(ExitCode.Done, (await home.RunAsync(rows, Stop)).ExitCode);

        await using var whole = await Home.OpenAsync(temp.Under("whole"), Stop);
        await whole.RunAsync(Repository.Sample, Stop);
        (await whole.ContentAsync(Stop)).AssertSame(await home.ContentAsync(Stop));
    }

    [Fact]
    public async Task A_mended_row_stops_being_dead_and_a_second_reading_adds_no_letter()
    {
        using var temp = new TempFolder();
        var rows = temp.Under("rows");
        Sample.WriteTo(rows);
        var file = Path.Combine(rows, "messages-000.jsonl");
        await File.AppendAllTextAsync(file, "not json\nnot json\n", Stop);
        await using var home = await Home.OpenAsync(temp.Under("home"), Stop);
        Assert.Equal(ExitCode.DeadLetters, (await home.RunAsync(rows, Stop)).ExitCode);
        Assert.Equal(ExitCode.DeadLetters, (await home.RunAsync(rows, Stop, RunRequest.Run with { Full = true })).ExitCode);
        var status = await home.StatusAsync(Stop);
        Assert.Equal((1_039, 2), (status.Counts.Messages.Seen, status.Counts.Messages.Dead));

        Sample.WriteTo(rows);
        Assert.Equal(ExitCode.Done, (await home.RunAsync(rows, Stop)).ExitCode);
        Assert.Equal(0, (await home.StatusAsync(Stop)).Counts.Messages.Dead);
    }

    [Fact]
    public async Task A_run_of_one_app_keeps_the_orphans_of_the_others()
    {
        using var temp = new TempFolder();
        var rows = temp.Under("rows");
        Sample.WriteTo(rows);
        await File.AppendAllTextAsync(
            Path.Combine(rows, "messages-000.jsonl"),
            """{"id":"m-orphan","app_id":"another","conversation_id":"nowhere","query":"q","answer":"a","created_at":"2025-06-01 10:00:00"}""" + "\n",
            Stop);
        await using var home = await Home.OpenAsync(temp.Under("home"), Stop);
        await home.RunAsync(rows, Stop);
        var before = await home.StatusAsync(Stop);
        Assert.Equal(1, before.Counts.Messages.Dead);

        await home.RunAsync(rows, Stop, RunRequest.Run with { Scope = new RowScope(App: "some-app") });
        await home.RunAsync(rows, Stop, RunRequest.Run with { Scope = new RowScope(App: "some-app"), Full = true });

        Assert.Equal(before.Counts.Messages, (await home.StatusAsync(Stop)).Counts.Messages);
    }

    [Fact]
    public async Task A_store_changed_from_outside_does_not_reconcile()
    {
        using var temp = new TempFolder();
        await using var home = await Home.OpenAsync(temp.Path, Stop);
        await home.RunAsync(Repository.Sample, Stop);
        await home.RemoveAsync("messages/", Stop);

        Assert.Equal(ExitCode.NotReconciled, (await home.RunAsync(Repository.Sample, Stop)).ExitCode);
        Assert.Contains((await home.StatusAsync(Stop)).Mismatches, m => m.Contains("publish --rebuild", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Logs_carry_no_text_of_conversations()
    {
        using var temp = new TempFolder();
        var rows = temp.Under("rows");
        Sample.WriteTo(rows);
        await File.AppendAllTextAsync(
            Path.Combine(rows, "messages-000.jsonl"),
            """{"id":"x1","conversation_id":"nowhere","query":"a very private thing","answer":"hush hush","created_at":"2025-04-01"}""" + "\n"
            + """{"id":"x2","conversation_id":"nowhere","query":"a very private thing","answer":"hush hush","created_at":"a very private thing"}""" + "\n"
            + """{"id":"x3","query":"a very private thing" """ + "\n",
            Stop);
        var log = new ListLogger();
        await using var home = await Home.OpenAsync(temp.Under("home"), Stop);
        await home.RunAsync(rows, Stop, logger: log);

        Assert.NotEmpty(log.Lines);
        var letters = await home.Store.ReadDeadLettersAsync(DeadLetterFilter.Everything, Stop).Select(d => d.Letter.Detail + d.Letter.Origin).ToListAsync(Stop);
        Assert.Equal(3, letters.Count);
        Assert.All(log.Lines.Concat(letters), line =>
        {
            Assert.DoesNotContain("private", line, StringComparison.Ordinal);
            Assert.DoesNotContain("hush", line, StringComparison.Ordinal);
        });
    }
}
