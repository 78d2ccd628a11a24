using System.Text.Json;
using Colloquy.Cli;
using Colloquy.Cli.Commands;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Pipeline;
using Colloquy.S3;
using Colloquy.Sources.NocoDb;
using Colloquy.Sqlite;
using Colloquy.TestKit;

namespace Colloquy.Tests.Cli;

/// <summary><c>run --watch</c> on a clock on which nobody waits: what goes wrong is said and tried again, and what ends it ends it.</summary>
public sealed class WatchTests : IDisposable
{
    private const string Talk = """{"id":"c1","app_id":"a","created_at":"2025-04-01T12:00:00Z","updated_at":"2025-04-01T12:00:00Z"}""";
    private const string Turn = """{"id":"m1","conversation_id":"c1","query":"where is my order","answer":"on its way","created_at":"2025-04-01T12:00:01Z"}""";

    private readonly TempFolder temp = new();
    private readonly HastyClock clock = new();
    private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public WatchTests()
    {
        Directory.CreateDirectory(temp.Under("rows"));
        File.WriteAllText(temp.Under("rows/conversations.jsonl"), Talk + "\n");
        File.WriteAllText(temp.Under("rows/messages.jsonl"), Turn + "\n");
    }

    public void Dispose()
    {
        stop.Dispose();
        temp.Dispose();
    }

    [Fact]
    public async Task A_store_that_cannot_be_opened_is_waited_for_and_the_run_goes_on_when_it_is_back()
    {
        File.WriteAllText(temp.Under("home"), "in the way");
        var watched = await WatchAsync(
            ["--json"],
            line =>
            {
                if (line == 2)
                {
                    File.Delete(temp.Under("home"));
                }

                return line == 3;
            });
        Assert.Null(watched.ExitCode);
        Assert.Equal([("failed", 1, 1), ("failed", 1, 2), ("succeeded", 0, 0)], watched.Documents.Select(d => (Text(d, "outcome"), Number(d, "exit_code"), Number(d, "failures"))));
        Assert.All(watched.Documents[..2], d => Assert.Contains("home", Text(d, "problem"), StringComparison.Ordinal));
        Assert.Contains("2 runs failed in a row. Trying again in ", watched.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_does_not_answer_is_waited_for()
    {
        var watched = await WatchAsync(
            ["--json", "--source", "nocodb"], line => line == 2,
            (NocoDbSettings.Url, "http://127.0.0.1:1"), (NocoDbSettings.Token, "hush"), (NocoDbSettings.Base, "p1"), (Settings.MaxRetries, "0"));
        Assert.Null(watched.ExitCode);
        Assert.Equal([("failed", 1, 1), ("failed", 1, 2)], watched.Documents.Select(d => (Text(d, "outcome"), Number(d, "exit_code"), Number(d, "failures"))));
        Assert.DoesNotContain("hush", watched.Errors + watched.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_that_does_not_answer_is_waited_for()
    {
        var watched = await WatchAsync(
            ["--json"], line => line == 2,
            (S3Settings.Bucket, "bucket"), (S3Settings.Endpoint, "http://127.0.0.1:1"), (S3Settings.AwsAccessKey, "k"), (S3Settings.AwsSecretKey, "hush"), (Settings.MaxRetries, "0"));
        Assert.Null(watched.ExitCode);
        Assert.Equal([("failed", 1, 1), ("failed", 1, 2)], watched.Documents.Select(d => (Text(d, "outcome"), Number(d, "exit_code"), Number(d, "failures"))));
        Assert.Contains("S3_ENDPOINT_URL", watched.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", watched.Errors + watched.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_another_run_holds_is_waited_for()
    {
        Directory.CreateDirectory(temp.Under("home"));
        await using var store = new SqliteStore(temp.Under("home/store.db"));
        await store.OpenAsync(stop.Token);
        var hold = await store.TakeAsync(stop.Token);
        var watched = await WatchAsync(
            ["--json"],
            line =>
            {
                if (line == 2)
                {
                    hold.DisposeAsync().AsTask().GetAwaiter().GetResult();
                }

                return line == 3;
            });
        Assert.Equal([("failed", 1), ("failed", 1), ("succeeded", 0)], watched.Documents.Select(d => (Text(d, "outcome"), Number(d, "exit_code"))));
        Assert.Contains("Another run", watched.Errors, StringComparison.Ordinal);
        Assert.Null(watched.ExitCode);
    }

    [Fact]
    public async Task Dead_letters_do_not_end_the_loop()
    {
        File.AppendAllText(temp.Under("rows/messages.jsonl"), """{"id":"m2","conversation_id":"nowhere","query":"x","answer":"y","created_at":"2025-04-01T12:00:02Z"}""" + "\n");
        var watched = await WatchAsync(["--json"], line => line == 2);
        Assert.Equal([("succeeded", 3), ("succeeded", 3)], watched.Documents.Select(d => (Text(d, "outcome"), Number(d, "exit_code"))));
        Assert.Null(watched.ExitCode);
    }

    [Fact]
    public async Task A_source_that_has_to_be_changed_ends_it_with_2()
    {
        var watched = await WatchAsync(
            ["--json"],
            line =>
            {
                if (line == 1)
                {
                    Directory.Delete(temp.Under("rows"), recursive: true);
                }

                return false;
            });
        Assert.Equal(ExitCode.Usage, watched.ExitCode);
        Assert.Equal([("succeeded", 0), ("failed", 2)], watched.Documents.Select(d => (Text(d, "outcome"), Number(d, "exit_code"))));
        Assert.Equal(JsonValueKind.Null, watched.Documents[1].GetProperty("next_at").ValueKind);
        Assert.Contains("does not exist", watched.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_of_another_program_ends_it_with_2()
    {
        Directory.CreateDirectory(temp.Under("home"));
        await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={temp.Under("home/store.db")};Pooling=False"))
        {
            await connection.OpenAsync(stop.Token);
            await using var create = connection.CreateCommand();
            create.CommandText = "CREATE TABLE other (id INTEGER)";
            await create.ExecuteNonQueryAsync(stop.Token);
        }

        var watched = await WatchAsync([], _ => false);
        Assert.Equal(ExitCode.Usage, watched.ExitCode);
        Assert.Contains("is a database of another program", watched.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_document_is_one_line_with_the_names_of_a_run_and_when_the_next_one_begins()
    {
        File.WriteAllText(temp.Under("home"), "in the way");
        var watched = await WatchAsync(
            ["--json"],
            line =>
            {
                if (line == 1)
                {
                    File.Delete(temp.Under("home"));
                }

                return line == 2;
            });
        Assert.Equal(2, watched.Documents.Length);
        Assert.All(watched.Documents, d => Assert.Equal(
            ["id", "command", "started_at", "ended_at", "outcome", "exit_code", "stages", "problem", "failures", "next_at"], d.EnumerateObject().Select(p => p.Name)));
        Assert.Equal(JsonValueKind.Null, watched.Documents[0].GetProperty("id").ValueKind);
        Assert.Equal(1, Number(watched.Documents[1], "id"));
        Assert.True(watched.Documents[1].GetProperty("next_at").GetDateTimeOffset() > watched.Documents[0].GetProperty("next_at").GetDateTimeOffset());
    }

    [Fact]
    public async Task Runs_that_go_well_are_an_interval_apart_and_summed_up()
    {
        var watched = await WatchAsync([], line => line == 2);
        Assert.Equal(2, watched.Output.Split("done in").Length - 1);
        Assert.All(clock.Waits.Where(w => w > TimeSpan.FromSeconds(20)), w => Assert.Equal(TimeSpan.FromMinutes(1), w));
        Assert.Equal("", watched.Errors);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(60, 60)]
    [InlineData(7_200, 300)]
    public void Waits_double_up_to_the_interval_or_five_minutes_and_are_the_same_each_time(int interval, int most)
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(interval), "one machine");
        var waits = Enumerable.Range(1, 30).Select(backoff.After).ToList();
        Assert.All(waits, (wait, i) => Assert.InRange(wait.TotalSeconds, 0.75 * Math.Min(most, 5 * Math.Pow(2, i)), Math.Min(most, 5 * Math.Pow(2, i))));
        Assert.Equal(waits, Enumerable.Range(1, 30).Select(new Backoff(TimeSpan.FromSeconds(interval), "one machine").After));
        Assert.NotEqual(waits, Enumerable.Range(1, 30).Select(new Backoff(TimeSpan.FromSeconds(interval), "another").After));
    }

    private static string Text(JsonElement document, string name) => document.GetProperty(name).GetString()!;

    private static int Number(JsonElement document, string name) => document.GetProperty(name).GetInt32();

    /// <param name="onLine">Called after each run that was written, with its number; true stops the watch.</param>
    private async Task<Watched> WatchAsync(string[] options, Func<int, bool> onLine, params (string Name, string Value)[] variables)
    {
        using var output = new Script(line =>
        {
            if (onLine(line))
            {
                stop.Cancel();
            }
        });
        using var errors = new StringWriter();
        var environment = variables.Append((Settings.Home, temp.Under("home"))).ToDictionary(v => v.Item1, v => v.Item2);
        var invocation = new Invocation(new Terminal(output, errors, false, 100, environment, temp.Path), clock);
        string[] source = options.Contains("--source") ? [] : ["--source", "files:" + temp.Under("rows")];
        var parsed = CommandLine.Root(invocation).Parse(["run", "--watch", "1m", .. source, .. options]);
        int? code = null;
        try
        {
            code = await new Watch(invocation, parsed, RunRequest.Run, TimeSpan.FromMinutes(1)).RunAsync(invocation.ReadOptions(parsed), stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }

        return new Watched(code, output.ToString(), errors.ToString());
    }

    /// <param name="ExitCode">Null when it was stopped.</param>
    private sealed record Watched(int? ExitCode, string Output, string Errors)
    {
        public JsonElement[] Documents { get; } = Output.StartsWith('{')
            ? [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)] : [];
    }

    private sealed class Script(Action<int> onWrite) : StringWriter
    {
        private int written;

        // What the terminal's gate calls, once for each text.
        public override void Write(ReadOnlySpan<char> buffer)
        {
            base.Write(buffer);
            onWrite(++written);
        }
    }
}
