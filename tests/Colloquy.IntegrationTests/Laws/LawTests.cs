using System.Text;
using System.Text.Json.Nodes;
using Colloquy.Diagnostics;
using Colloquy.Pipeline;
using Colloquy.Stores;
using Colloquy.Stores.Ownership;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.Laws;

/// <summary>The laws of the design, end to end, whatever store and lake there are. What depends on neither is in <see cref="FolderLawTests"/>.</summary>
public abstract class LawTests(bool mongo, bool s3) : IAsyncLifetime
{
    private protected static readonly SampleRows Sample = SampleRows.Load();

    private Place place = Place.Folder;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => place = await Place.OfAsync(mongo, s3, Stop);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_second_run_writes_nothing()
    {
        using var temp = new TempFolder();
        await using var home = await Home.OpenAsync(temp.Path, place, Stop);
        await home.RunAsync(Repository.Sample, Stop);
        var before = await home.ContentAsync(Stop);
        var files = await home.ObjectsAsync("", Stop);

        var again = await home.RunAsync(Repository.Sample, Stop);

        Assert.All(again.Stages, stage => Assert.Equal((0, 0), (stage.Items, stage.Written)));
        before.AssertSame(await home.ContentAsync(Stop));
        Assert.Equal(files, await home.ObjectsAsync("", Stop));
    }

    [Fact]
    public Task Order_pages_files_and_workers_leave_the_same_content() => AssertOrderDoesNotMatterAsync(seed: 3, messageFiles: 12, workers: 8, pageSize: 100);

    [Fact]
    public async Task Units_executed_twice_by_other_workers_leave_the_same_content()
    {
        using var temp = new TempFolder();
        await using var home = await Home.OpenAsync(temp.Under("home"), place, Stop);
        await using var other = await Home.OpenAsync(temp.Under("other"), place, Stop);
        await home.RunAsync(Repository.Sample, Stop);
        await using var workers = await OtherWorkers.OpenAsync(temp.Under("other"), place, Stop);

        Assert.Equal(0, (await other.RunAsync(Repository.Sample, Stop, executor: workers)).ExitCode);

        (await home.ContentAsync(Stop)).AssertSame(await other.ContentAsync(Stop));
        Assert.Equal(["batch", "day", "month", "page"], workers.Names.Select(name => name.Split(' ')[0]).Distinct().Order());
    }

    [Fact]
    public async Task Increments_leave_what_one_run_leaves_and_so_does_a_rebuild()
    {
        using var temp = new TempFolder();
        var rows = temp.Under("rows");
        await using var home = await Home.OpenAsync(temp.Under("home"), place, Stop);
        await using var whole = await Home.OpenAsync(temp.Under("whole"), place, Stop);

        // Table by table and part by part: messages of one conversation arrive in different runs.
        var random = Sample.Shuffled(5);
        Directory.CreateDirectory(rows);
        await File.WriteAllLinesAsync(Path.Combine(rows, "conversations.jsonl"), random.Conversations, Stop);
        foreach (var (index, part) in random.Messages.Chunk(300).Index())
        {
            await File.WriteAllLinesAsync(Path.Combine(rows, $"messages-{index}.jsonl"), part, Stop);
            Assert.Equal(0, (await home.RunAsync(rows, Stop)).ExitCode);
        }

        await whole.RunAsync(Repository.Sample, Stop);
        var content = await whole.ContentAsync(Stop);
        content.AssertSame(await home.ContentAsync(Stop));

        await home.RemoveAsync("", Stop);
        var rebuilt = await home.RunAsync(rows, Stop, new RunRequest("publish", [Stage.Publish, Stage.Report], Sources.RowScope.Everything, Full: true));
        Assert.Equal(0, rebuilt.ExitCode);
        content.AssertSame(await home.ContentAsync(Stop));
    }

    [Fact]
    public async Task A_late_turn_refreshes_its_conversation_and_only_the_periods_it_touches()
    {
        using var temp = new TempFolder();
        var rows = temp.Under("rows");
        Sample.WriteTo(rows);
        await using var home = await Home.OpenAsync(temp.Under("home"), place, Stop);
        await home.RunAsync(rows, Stop);
        var before = (await home.DataFilesAsync(Stop)).ToHashSet();

        // A known person comes back to a conversation of Wednesday 2 April on Thursday 18 September.
        var old = Sample.Messages.Select(row => JsonNode.Parse(row)!).First(row => ((string)row["created_at"]!).StartsWith("2025-04-02", StringComparison.Ordinal));
        var late = old.DeepClone();
        late["id"] = "11111111-2222-4333-8444-555555555555";
        late["parent_message_id"] = (string)old["id"]!;
        late["query"] = "One more thing about my booking";
        (late["created_at"], late["updated_at"]) = ("2025-09-18 10:00:00+00:00", "2025-09-18 10:00:00+00:00");
        await File.WriteAllTextAsync(Path.Combine(rows, "messages-late.jsonl"), late.ToJsonString() + "\n", Stop);
        var run = await home.RunAsync(rows, Stop);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(1, run.Stages[0].Written);
        var changed = (await home.DataFilesAsync(Stop)).Where(file => !before.Contains(file)).Select(Partition).Distinct().Order();
        string[] days = ["2025-04-02", "2025-09-18"];
        string[] periods = ["2025-03-31", "2025-04-01", "2025-09-01", "2025-09-15"];
        Assert.All(changed, partition => Assert.Contains(
            partition.Day, partition.Table == "reports" ? [.. days, .. periods] : days));
        Assert.Contains(("messages", "2025-09-18"), changed);
        Assert.Contains(("messages", "2025-04-02"), changed);
        Assert.Contains(("reports", "2025-09-15"), changed);

        await using var whole = await Home.OpenAsync(temp.Under("whole"), place, Stop);
        await whole.RunAsync(rows, Stop);
        (await whole.ContentAsync(Stop)).AssertSame(await home.ContentAsync(Stop));
    }

    [Fact]
    public async Task A_deleted_conversation_leaves_no_text_behind()
    {
        using var temp = new TempFolder();
        var rows = temp.Under("rows");
        var secret = "the word nobody may find again";
        var conversation = JsonNode.Parse(Sample.Conversations[0])!;
        var messages = Sample.Messages.Select(row => JsonNode.Parse(row)!)
            .Where(row => (string)row["conversation_id"]! == (string)conversation["id"]!).ToList();
        messages[0]["query"] = secret;
        new SampleRows(Sample.Conversations, [.. Sample.Messages.Where(row => (string)JsonNode.Parse(row)!["id"]! != (string)messages[0]["id"]!), messages[0].ToJsonString()])
            .WriteTo(rows);
        var home = await Home.OpenAsync(temp.Under("home"), place, Stop);
        await home.RunAsync(rows, Stop);
        await home.Store.IndexAsync(Stop);
        Assert.Single(await home.Store.SearchAsync("\"word nobody may\"", 10, Stop));

        conversation["is_deleted"] = true;
        conversation["updated_at"] = "2025-10-01 00:00:00+00:00";
        await File.WriteAllTextAsync(Path.Combine(rows, "conversations-deleted.jsonl"), conversation.ToJsonString() + "\n", Stop);
        await home.RunAsync(rows, Stop);

        var status = await home.StatusAsync(Stop);
        Assert.True(status.Reconciled, string.Join('\n', status.Mismatches));
        Assert.Equal(new TableCounts(300, 296, 4, 0), status.Counts.Conversations);
        Assert.Empty(await home.Store.SearchAsync("\"word nobody may\"", 10, Stop));
        await home.DisposeAsync();
        await AssertNowhereAsync(temp.Under("home"), secret);
    }

    [Fact]
    public async Task Cancelled_anywhere_the_next_run_finishes_the_work()
    {
        using var temp = new TempFolder();
        await using var whole = await Home.OpenAsync(temp.Under("whole"), place, Stop);
        await whole.RunAsync(Repository.Sample, Stop);
        var content = await whole.ContentAsync(Stop);
        foreach (var steps in mongo || s3 ? (int[])[3, 12] : [1, 3, 8, 12, 15, 20])
        {
            await using var home = await Home.OpenAsync(temp.Under($"home{steps}"), place, Stop);
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
            var left = steps;
            var run = await home.RunAsync(Repository.Sample, cancel.Token, pageSize: 200, progress: new Steps(() =>
            {
                if (--left == 0)
                {
                    cancel.Cancel();
                }
            }));
            Assert.True(run.ExitCode == ExitCode.Cancelled || left > 0, $"cancelled at step {steps}, but {run.Outcome}");
            Assert.Equal(ExitCode.Done, (await home.RunAsync(Repository.Sample, Stop)).ExitCode);
            content.AssertSame(await home.ContentAsync(Stop));
        }
    }

    [Fact]
    public async Task Two_runs_at_once_are_refused()
    {
        using var temp = new TempFolder();
        await using var home = await Home.OpenAsync(temp.Path, place, Stop);
        await using var other = await Home.OpenAsync(temp.Path, place, Stop);
        await using var hold = await other.Store.TakeAsync(Stop);
        var refused = await Assert.ThrowsAsync<RunInProgressException>(() => home.RunAsync(Repository.Sample, Stop));
        Assert.Contains("Another run holds", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await home.DataFilesAsync(Stop));
    }

    protected async Task AssertOrderDoesNotMatterAsync(int seed, int messageFiles, int workers, int pageSize)
    {
        using var temp = new TempFolder();
        await using var plain = await Home.OpenAsync(temp.Under("plain"), place, Stop);
        await plain.RunAsync(Repository.Sample, Stop);

        Sample.Shuffled(seed).WriteTo(temp.Under("rows"), messageFiles);
        await using var home = await Home.OpenAsync(temp.Under("shuffled"), place, Stop);
        await home.RunAsync(temp.Under("rows"), Stop, workers: workers, pageSize: pageSize);

        (await plain.ContentAsync(Stop)).AssertSame(await home.ContentAsync(Stop));
    }

    // Neither in the home's folder, nor in the lake, nor in any document.
    private async Task AssertNowhereAsync(string path, string secret)
    {
        var needle = Encoding.UTF8.GetBytes(secret);
        Assert.All(
            Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories),
            file => Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(needle) < 0, file));
        await using var home = await Home.OpenAsync(path, place, Stop);
        foreach (var file in await home.ObjectsAsync("", Stop))
        {
            Assert.True((await home.Objects.ReadAsync(file.Key, Stop))!.AsSpan().IndexOf(needle) < 0, file.Key);
        }

        foreach (var (collection, document) in await place.DocumentsAsync(path, Stop))
        {
            Assert.True(document.AsSpan().IndexOf(needle) < 0, collection);
        }
    }

    private static (string Table, string Day) Partition(string file)
    {
        var parts = file.Split('/');
        return (parts[0], string.Join('-', parts.Where(p => p.Contains('=', StringComparison.Ordinal)).Select(p => p[(p.IndexOf('=', StringComparison.Ordinal) + 1)..])));
    }

    private sealed class Steps(Action step) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => step();
    }
}


/// <summary>MongoDB and a folder.</summary>
public sealed class MongoLawTests() : LawTests(mongo: true, s3: false);

/// <summary>SQLite and a bucket.</summary>
public sealed class S3LawTests() : LawTests(mongo: false, s3: true);

/// <summary>MongoDB and a bucket.</summary>
public sealed class MongoS3LawTests() : LawTests(mongo: true, s3: true);
