using Colloquy.TestKit;
using Colloquy.TestKit.Sources;

namespace Colloquy.IntegrationTests.EndToEnd;

/// <summary>Prices, tokens and years that no sum and no calendar holds: such rows are dead letters, all others are published and reported.</summary>
public sealed class ExtremeRowTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sums_that_overflow_are_dead_letters_and_the_rest_is_reported()
    {
        using var temp = new TempFolder().With(
        [
            new("rows/conversations.jsonl", RowFormat.Lines(["""{"id":"c1","created_at":"2025-06-01 10:00:00"}"""])),
            new("rows/messages.jsonl", RowFormat.Lines(
            [
                Message("m1", "5", "\"9999999999999999999999999999\"", "2025-06-01 10:00:01"),
                Message("m2", "9223372036854775807", "\"9999999999999999999999999999\"", "2025-06-01 10:00:01"),
                Message("m3", "1", "\"0.001\"", "2025-06-01 10:00:01"),
            ])),
        ]);
        var home = temp.Under("home");
        Assert.Equal(3, (await Cli.CallAsync(home, Stop, "run", "--source", "files:" + temp.Under("rows"))).ExitCode);
        Assert.Equal(3, (await Cli.CallAsync(home, Stop, "run", "--source", "files:" + temp.Under("rows"))).ExitCode);
        Assert.Equal(0, (await Cli.CallAsync(home, Stop, "status")).ExitCode);
        var letters = (await Cli.CallAsync(home, Stop, "dead-letters", "--json")).Json;
        Assert.Equal(["out-of-range", "out-of-range"], letters.EnumerateArray().Select(letter => letter.GetProperty("reason").GetString()));
        var total = (await Cli.CallAsync(home, Stop, "report", "--json")).Json.GetProperty("total");
        Assert.Equal((1, 1L, "0.001"), (total.GetProperty("turns").GetInt32(), total.GetProperty("tokens_in").GetInt64(), total.GetProperty("cost")[0].GetProperty("amount").GetString()));
        var rows = (await Cli.CallAsync(home, Stop, "query", "SELECT total_price, message_tokens FROM messages", "--json")).Json;
        Assert.Equal(1, rows.GetArrayLength());
    }

    [Fact]
    public async Task Years_1_and_9999_are_dead_letters_and_reports_stay_small()
    {
        string[] conversations =
        [
            """{"id":"c1","created_at":"2025-06-01 10:00:00"}""", """{"id":"c2","created_at":"0001-01-01 00:00:00"}""", """{"id":"c3","created_at":"9999-12-31 10:00:00"}""",
            """{"id":"c4","created_at":"1971-05-05 10:00:00"}""", """{"id":"c5","created_at":"2087-05-05 10:00:00"}""",
        ];
        using var temp = new TempFolder().With(
        [
            new("rows/conversations.jsonl", RowFormat.Lines(conversations)),
            new("rows/messages.jsonl", RowFormat.Lines(
            [
                Message("m1", "5", "0.001", "2025-06-01 10:00:01"), Message("m2", "5", "0.001", "0001-01-01 00:00:00", "c2"), Message("m3", "5", "0.001", "9999-12-31 10:00:00", "c3"),
            ])),
        ]);
        var home = temp.Under("home");
        Assert.Equal(3, (await Cli.CallAsync(home, Stop, "run", "--source", "files:" + temp.Under("rows"))).ExitCode);
        Assert.Equal(0, (await Cli.CallAsync(home, Stop, "status")).ExitCode);
        Assert.Equal(4, (await Cli.CallAsync(home, Stop, "dead-letters", "--json")).Json.GetArrayLength());
        foreach (var kind in (string[])["day", "week", "month"])
        {
            foreach (var format in (string[])["html", "json", "csv", "markdown", "table"])
            {
                var report = await Cli.CallAsync(home, Stop, "report", "--kind", kind, "--format", format);
                Assert.Equal(0, report.ExitCode);
                Assert.InRange(report.Output.Length, 1, 500_000);
                Assert.Contains("1971-", report.Output, StringComparison.Ordinal);
                Assert.Contains("2087-", report.Output, StringComparison.Ordinal);
            }
        }

        var whole = await Cli.CallAsync(home, Stop, "report", "--kind", "day", "--format", "html", "--from", "0001-01-01", "--to", "9999-12-31");
        Assert.Equal(0, whole.ExitCode);
        Assert.InRange(whole.Output.Length, 1, 500_000);
    }

    [Fact]
    public async Task Exclude_takes_a_conversation_out_and_undo_with_a_full_run_brings_it_back()
    {
        using var temp = new TempFolder();
        var home = temp.Under("home");
        string[] run = ["run", "--source", "files:" + Repository.Sample];
        Assert.Equal(0, (await Cli.CallAsync(home, Stop, run)).ExitCode);
        var id = (await Cli.CallAsync(home, Stop, "query", "SELECT id FROM conversations ORDER BY id LIMIT 1", "--json")).Json[0].GetProperty("id").GetString()!;
        var before = await Cli.CallAsync(home, Stop, "status", "--json");

        var unknown = await Cli.CallAsync(home, Stop, "exclude", "nowhere");
        Assert.Equal((1, ""), (unknown.ExitCode, unknown.Output));
        Assert.Contains("no conversation nowhere", unknown.Errors, StringComparison.Ordinal);
        Assert.Equal(2, (await Cli.CallAsync(home, Stop, "exclude")).ExitCode);

        var excluded = await Cli.CallAsync(home, Stop, "exclude", id);
        Assert.Equal((0, "1 excluded. To remove them from lake and reports: colloquy run\n"), (excluded.ExitCode, excluded.Output.ReplaceLineEndings("\n")));
        Assert.Equal(0, (await Cli.CallAsync(home, Stop, [.. run, "--full"])).ExitCode);
        var status = await Cli.CallAsync(home, Stop, "status", "--json");
        Assert.Equal((Count(before, "stored") - 1, Count(before, "excluded") + 1, 1), (Count(status, "stored"), Count(status, "excluded"), status.Json.GetProperty("excluded_by_hand").GetInt32()));
        Assert.Equal(0, (await Cli.CallAsync(home, Stop, "query", $"SELECT id FROM conversations WHERE id = '{id}'", "--json")).Json.GetArrayLength());
        Assert.Contains("with colloquy exclude", (await Cli.CallAsync(home, Stop, "status")).Output, StringComparison.Ordinal);

        var undone = await Cli.CallAsync(home, Stop, "exclude", id, "--undo", "--json");
        Assert.Equal((0, id), (undone.ExitCode, undone.Json.GetProperty("readmitted")[0].GetString()));
        Assert.Equal(0, (await Cli.CallAsync(home, Stop, [.. run, "--full"])).ExitCode);
        Assert.Equal(Count(before, "stored"), Count(await Cli.CallAsync(home, Stop, "status", "--json"), "stored"));
        Assert.Equal(1, (await Cli.CallAsync(home, Stop, "exclude", id, "--undo")).ExitCode);
    }

    private static int Count(CliResult status, string what) => status.Json.GetProperty("counts").GetProperty("conversations").GetProperty(what).GetInt32();

    private static string Message(string id, string tokens, string price, string created, string conversation = "c1") =>
        $$"""{"id":"{{id}}","conversation_id":"{{conversation}}","query":"hello there my friend","answer":"fine","message_tokens":{{tokens}},"answer_tokens":6,"total_price":{{price}},"currency":"USD","created_at":"{{created}}"}""";
}
