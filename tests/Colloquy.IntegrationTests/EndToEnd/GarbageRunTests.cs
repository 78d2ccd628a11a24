using System.Text.Json;
using System.Text.RegularExpressions;
using Colloquy.Model;
using Colloquy.TestKit;
using Colloquy.TestKit.Sources;

namespace Colloquy.IntegrationTests.EndToEnd;

/// <summary>Every kind of bad input through the command line: exit code, counts and words are as promised, however often it is run.</summary>
public sealed partial class GarbageRunTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    public static TheoryData<string> Refused => [.. GarbageCorpus.All.Where(kind => !kind.Error.IsEmpty).Select(kind => kind.Name)];

    public static TheoryData<string> Taken => [.. GarbageCorpus.All.Where(kind => kind.Error.IsEmpty).Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_source_that_cannot_be_read_is_refused_every_time_with_the_file_and_a_way_on(string name)
    {
        using var garbage = new Garbage(name);
        var first = await garbage.RunAsync();
        Assert.Equal((2, ""), (first.ExitCode, first.Output));
        Assert.All(garbage.Kind.Error, word => Assert.Contains(word, first.Errors, StringComparison.Ordinal));
        Assert.Matches(WayOn(), first.Errors);

        var counts = await garbage.CountsAsync();
        Assert.Equal(first, await garbage.RunAsync());
        Assert.Equal(counts, await garbage.CountsAsync());
        Assert.Empty(await garbage.DeadLettersAsync());
    }

    [Theory]
    [MemberData(nameof(Taken))]
    public async Task A_source_that_can_be_read_is_accounted_for_row_by_row_and_twice_is_once(string name)
    {
        using var garbage = new Garbage(name);
        var first = await garbage.RunAsync();
        Assert.Equal(garbage.Kind.ExitCode, first.ExitCode);
        Assert.Equal(garbage.Kind.ExitCode == 3, first.Errors.Length > 0);

        var (counts, letters) = (await garbage.CountsAsync(), await garbage.DeadLettersAsync());
        Assert.True(counts.Reconciled, counts.ToString());
        Assert.Equal(garbage.Kind.Conversations, counts.Conversations.Stored);
        Assert.Equal(garbage.Kind.Messages - garbage.Kind.Orphans, counts.Messages.Stored);
        Assert.Equal(garbage.Kind.Dead.Concat(Enumerable.Repeat(DeadReason.Orphan, garbage.Kind.Orphans)), letters.Select(letter => letter.Reason));
        Assert.Equal(garbage.Kind.DeadCount, counts.DeadLetters);
        Assert.Equal(garbage.Kind.DeadCount, letters.Select(letter => letter.Key).Distinct().Count());

        // Once from memory of the files, once read anew.
        foreach (var again in (string[][])[[], ["--full"]])
        {
            var next = await garbage.RunAsync(again);
            Assert.Equal((first.ExitCode, Untimed(first.Errors)), (next.ExitCode, Untimed(next.Errors)));
            Assert.Equal(counts, await garbage.CountsAsync());
            Assert.Equal(letters, await garbage.DeadLettersAsync());
        }
    }

    [Fact]
    public async Task A_run_over_repaired_files_takes_what_was_dead()
    {
        using var garbage = new Garbage("last line cut");
        Assert.Equal(3, (await garbage.RunAsync()).ExitCode);
        garbage.Write([new("messages.jsonl", RowFormat.Lines(GarbageCorpus.GoodMessages))]);
        Assert.Equal((0, ""), (await garbage.RunAsync()) is var run ? (run.ExitCode, run.Errors) : default);
        Assert.Empty(await garbage.DeadLettersAsync());
        var counts = await garbage.CountsAsync();
        Assert.True(counts.Reconciled, counts.ToString());
        Assert.Equal(new TableCounts(3, 3, 0, 0), counts.Messages);
    }

    [Fact]
    public async Task Replay_takes_an_orphan_whose_conversation_came_from_elsewhere()
    {
        using var garbage = new Garbage("message without its conversation");
        Assert.Equal(3, (await garbage.RunAsync()).ExitCode);
        var tried = await garbage.CallAsync("replay");
        Assert.Equal((3, "1 retried, 0 revived."), (tried.ExitCode, tried.Output.Trim()));

        using var elsewhere = new TempFolder().With(
            [new("conversations.jsonl", RowFormat.Lines(["""{"id":"nowhere","created_at":"2025-04-01"}"""]))]);
        Assert.Equal(3, (await garbage.CallAsync("run", "--source", "files:" + elsewhere.Path)).ExitCode);
        var revived = await garbage.CallAsync("replay", "--table", "messages");
        Assert.Equal((0, "1 retried, 1 revived. Next: colloquy run"), (revived.ExitCode, revived.Output.Trim()));
        Assert.Equal(0, (await garbage.RunAsync()).ExitCode);
        var counts = await garbage.CountsAsync();
        Assert.True(counts.Reconciled, counts.ToString());
        Assert.Equal(new TableCounts(4, 4, 0, 0), counts.Messages);
    }

    private static string Untimed(string log) => Time().Replace(log, "");

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ ", RegexOptions.Multiline)]
    private static partial Regex Time();

    [GeneratedRegex("export it again|Unpack it first|Expected file names")]
    private static partial Regex WayOn();

    [GeneratedRegex(@"^\s+at \S+\(|Exception|\.cs:line", RegexOptions.Multiline)]
    private static partial Regex Trace();

    /// <summary>A folder of bad files, written some time ago, and a home.</summary>
    private sealed class Garbage : IDisposable
    {
        private readonly TempFolder home = new();
        private readonly TempFolder files = new();

        public Garbage(string name)
        {
            Kind = Assert.Single(GarbageCorpus.All, kind => kind.Name == name);
            Write(Kind.Files());
        }

        public GarbageCase Kind { get; }

        public void Write(IEnumerable<KeyValuePair<string, byte[]>> content)
        {
            // A file that was just written is read again, because it may still be written to.
            files.With(content);
            foreach (var file in Directory.EnumerateFiles(files.Path))
            {
                File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddMinutes(-1));
            }
        }

        public Task<CliResult> RunAsync(params string[] options) => CallAsync(["run", "--source", "files:" + files.Path, "--quiet", .. options]);

        public async Task<CliResult> CallAsync(params string[] arguments)
        {
            var result = await Cli.CallAsync(home.Path, Stop, arguments);
            Assert.DoesNotContain(GarbageCorpus.Secret, result.Output + result.Errors, StringComparison.Ordinal);
            Assert.DoesNotMatch(Trace(), result.Errors);
            return result;
        }

        public async Task<Counts> CountsAsync() => Counts.Of((await CallAsync("status", "--json")).Json);

        public async Task<IReadOnlyList<Letter>> DeadLettersAsync() =>
            [.. (await CallAsync("dead-letters", "--json")).Json.EnumerateArray()
                .Select(letter => new Letter(letter.GetProperty("key").GetString()!, letter.GetProperty("reason").GetString()!, letter.GetProperty("origin").GetString()!))
                .OrderBy(letter => letter.Reason, StringComparer.Ordinal).ThenBy(letter => letter.Key, StringComparer.Ordinal)];

        public void Dispose()
        {
            home.Dispose();
            files.Dispose();
        }
    }

    private sealed record Letter(string Key, string Reason, string Origin);

    private sealed record TableCounts(long Seen, long Stored, long Excluded, long Dead)
    {
        public bool Reconciled => Seen == Stored + Excluded + Dead;

        public static TableCounts Of(JsonElement table) => new(
            table.GetProperty("seen").GetInt64(), table.GetProperty("stored").GetInt64(), table.GetProperty("excluded").GetInt64(), table.GetProperty("dead").GetInt64());
    }

    private sealed record Counts(
        TableCounts Conversations, TableCounts Messages, TableCounts Feedbacks, long InLake, long RawBytes, long DeadLetters, bool SaysReconciled)
    {
        public bool Reconciled =>
            SaysReconciled && Conversations.Reconciled && Messages.Reconciled && Feedbacks.Reconciled && InLake == Conversations.Stored + Messages.Stored;

        public static Counts Of(JsonElement status)
        {
            var (counts, lake) = (status.GetProperty("counts"), status.GetProperty("lake"));
            return new Counts(
                TableCounts.Of(counts.GetProperty("conversations")),
                TableCounts.Of(counts.GetProperty("messages")),
                TableCounts.Of(counts.GetProperty("message_feedbacks")),
                Rows(lake, "conversations") + Rows(lake, "messages"),
                status.GetProperty("bytes").GetProperty("raw").GetInt64(),
                status.GetProperty("dead_letters").EnumerateObject().Sum(reason => reason.Value.GetInt64()),
                status.GetProperty("reconciled").GetBoolean());
        }

        private static long Rows(JsonElement lake, string table) => lake.TryGetProperty(table, out var rows) ? rows.GetInt64() : 0;
    }
}
