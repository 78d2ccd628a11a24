using System.Text;
using System.Text.Json;
using Colloquy.Model;
using Colloquy.Pipeline;
using Colloquy.Stores;
using Colloquy.Stores.Copying;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.Laws;

/// <summary>Nothing that names a person outlives the last row that needs it.</summary>
public sealed class ErasureTests
{
    private const string Id = "planted-end-user-7f";
    private const string Person = "planted-person-7f";
    private const string Account = "planted-account-7f";

    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private static readonly string[] Planted = [Id, Person, Account];

    private static readonly string[] Tables = ["conversations", "messages", "labels", "user_days", "daily_metrics", "reports"];

    private static readonly string[] EndUsers =
    [
        $$"""{"id":"{{Id}}","external_user_id":"{{Person}}","is_anonymous":false}""",
        """{"id":"u2","external_user_id":"somebody else","is_anonymous":false}""",
    ];

    private static readonly string[] Others =
    [
        """{"id":"other","from_end_user_id":"u2","created_at":"2025-04-01 10:00:00"}""",
        $$"""{"id":"c1","name":"{{Person}}","summary":"{{Person}}","inputs":{"who":"{{Person}}"},"nickname":"{{Person}}","from_end_user_id":"{{Id}}","created_at":"2025-04-01 10:00:00","updated_at":"2025-04-01 10:00:00"}""",
        $$"""{"id":"c2","from_account_id":"{{Account}}","created_at":"2025-04-02 10:00:00","updated_at":"2025-04-02 10:00:00"}""",
    ];

    private static readonly string[] Messages =
    [
        """{"id":"mo","conversation_id":"other","query":"hello","answer":"","from_end_user_id":"u2","created_at":"2025-04-01 10:00:01"}""",
        $$"""{"id":"m1","conversation_id":"c1","query":"I am {{Person}}","answer":"Hello {{Person}}","from_end_user_id":"{{Id}}","message_metadata":{"who":"{{Person}}"},"created_at":"2025-04-01 10:00:01"}""",
        $$"""{"id":"m2","conversation_id":"c2","query":"and I {{Account}}","answer":"","from_account_id":"{{Account}}","created_at":"2025-04-03 10:00:01"}""",
        $$"""{"id":"m3","conversation_id":"c1","query":"{{Person}}","answer":"","from_end_user_id":"{{Id}}","created_at":"a bad time"}""",
    ];

    private static readonly string[] Feedbacks =
        [$$"""{"id":"f1","conversation_id":"c1","message_id":"m1","rating":"like","content":"{{Person}} likes it","from_end_user_id":"{{Id}}","created_at":"2025-04-01 11:00:00"}"""];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_person_whose_conversations_the_source_deleted_is_found_nowhere(bool mongo)
    {
        using var temp = new TempFolder();
        var place = await Place.OfAsync(mongo, s3: false, Stop);
        await using var home = await Home.OpenAsync(temp.Under("home"), place, Stop);
        var rows = temp.Under("rows");
        Write(rows, Others, Messages, Feedbacks);
        Assert.Equal(ExitCode.DeadLetters, (await home.RunAsync(rows, Stop)).ExitCode);
        await home.Store.SearchAsync("hello", 9, Stop);
        Assert.Equal(Planted, await FoundAsync(home, place));

        string[] deleted =
        [
            Others[0],
            """{"id":"c1","created_at":"2025-04-01 10:00:00","updated_at":"2025-04-05 10:00:00","is_deleted":true}""",
            """{"id":"c2","created_at":"2025-04-02 10:00:00","updated_at":"2025-04-05 10:00:00","is_deleted":true}""",
        ];
        Write(rows, deleted, Messages[..1], []);
        Assert.Equal(ExitCode.Done, (await home.RunAsync(rows, Stop)).ExitCode);
        Assert.Empty(await FoundAsync(home, place));
        Assert.True((await home.StatusAsync(Stop)).Reconciled);

        // The source still lists the person as an end user, and nothing of it is written again.
        var again = await home.RunAsync(rows, Stop);
        Assert.All(again.Stages, stage => Assert.Equal(0, stage.Written));
        Assert.Equal(ExitCode.Done, (await home.RunAsync(rows, Stop, RunRequest.Run with { Full = true })).ExitCode);
        Assert.Empty(await FoundAsync(home, place));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_excluded_conversation_is_found_nowhere_also_when_it_comes_again_and_is_back_when_it_is_readmitted(bool mongo)
    {
        using var temp = new TempFolder();
        var place = await Place.OfAsync(mongo, s3: false, Stop);
        await using var home = await Home.OpenAsync(temp.Under("home"), place, Stop);
        var rows = temp.Under("rows");
        Write(rows, Others, Messages[..3], Feedbacks);
        Assert.Equal(ExitCode.Done, (await home.RunAsync(rows, Stop)).ExitCode);
        var before = await home.ContentAsync(Stop);

        Assert.Equal(["c1", "c2"], (await home.ExcludeAsync(["c1", "c2"], undo: false, Stop)).Order());
        Assert.Equal(ExitCode.Done, (await home.RunAsync(rows, Stop)).ExitCode);
        Assert.Empty(await FoundAsync(home, place));
        Assert.Equal(ExitCode.Done, (await home.RunAsync(rows, Stop, RunRequest.Run with { Full = true })).ExitCode);
        Assert.Empty(await FoundAsync(home, place));
        var status = await home.StatusAsync(Stop);
        Assert.Equal((true, 2, 2), (status.Reconciled, status.Counts.Conversations.Excluded, status.Counts.ExcludedByHand));

        Assert.Equal(["c1", "c2"], (await home.ExcludeAsync(["c1", "c2"], undo: true, Stop)).Order());
        Assert.Equal(ExitCode.Done, (await home.RunAsync(rows, Stop, RunRequest.Run with { Full = true })).ExitCode);
        Assert.Equal(Planted, await FoundAsync(home, place));
        before.AssertSame(await home.ContentAsync(Stop));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Somebody_who_comes_back_is_known_again(bool mongo)
    {
        using var temp = new TempFolder();
        var place = await Place.OfAsync(mongo, s3: false, Stop);
        await using var home = await Home.OpenAsync(temp.Under("home"), place, Stop);
        var rows = temp.Under("rows");
        Write(rows, [Others[0], """{"id":"c1","created_at":"2025-04-01 10:00:00","updated_at":"2025-04-05 10:00:00","is_deleted":true}"""], Messages[..1], []);
        await home.RunAsync(rows, Stop);
        await File.WriteAllTextAsync(Path.Combine(rows, "conversations-2.jsonl"), $$"""{"id":"c9","from_end_user_id":"{{Id}}","created_at":"2025-05-01"}""" + "\n", Stop);
        await home.RunAsync(rows, Stop);
        Assert.Equal(new Actor(ActorKind.EndUser, Person), (await home.Store.ReadThreadAsync("c9", Stop))!.Thread.Conversation.Actor);
    }

    private static void Write(string rows, string[] conversations, string[] messages, string[] feedbacks)
    {
        Directory.CreateDirectory(rows);
        foreach (var (name, lines) in ((string, string[])[])[("end_users", EndUsers), ("conversations", conversations), ("messages", messages), ("message_feedbacks", feedbacks)])
        {
            File.WriteAllLines(Path.Combine(rows, name + ".jsonl"), lines);
        }
    }

    /// <summary>What is found of the person in the bytes of every file and document, in everything that the store can export, and in every row of the lake.</summary>
    private static async Task<IEnumerable<string>> FoundAsync(Home home, Place place)
    {
        var everything = new List<byte[]>();
        foreach (var file in Directory.EnumerateFiles(home.Path, "*", SearchOption.AllDirectories))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var memory = new MemoryStream();
            await stream.CopyToAsync(memory, Stop);
            everything.Add(memory.ToArray());
        }

        everything.AddRange((await place.DocumentsAsync(home.Path, Stop)).Select(document => document.Document));
        foreach (var kind in Enum.GetValues<StoreItemKind>())
        {
            await foreach (var item in home.Store.ExportAsync(kind, Stop))
            {
                everything.Add(JsonSerializer.SerializeToUtf8Bytes((object)item));
            }
        }

        await foreach (var letter in home.Store.ReadDeadLettersAsync(DeadLetterFilter.Everything, Stop))
        {
            everything.Add(letter.Letter.Raw.ToArray());
        }

        foreach (var table in Tables)
        {
            var answer = await EndToEnd.Cli.CallAsync(home.Path, Stop, "query", $"SELECT * FROM {table}", "--json");
            Assert.Equal((0, ""), (answer.ExitCode, answer.Errors));
            everything.Add(Encoding.UTF8.GetBytes(answer.Output));
        }

        return Planted.Where(name => everything.Exists(bytes => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(name)) >= 0));
    }
}
