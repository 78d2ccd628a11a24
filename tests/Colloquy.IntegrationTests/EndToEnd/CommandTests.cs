using System.Text.Json;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.EndToEnd;

/// <summary>What the commands print, over the home of the demo.</summary>
public sealed class CommandTests(DemoHome home) : IClassFixture<DemoHome>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public void Demo_ends_well_says_what_it_found_and_writes_a_page()
    {
        Assert.Equal((0, ""), (home.Demo.ExitCode, home.Demo.Errors));
        Assert.Contains("300 seen = 297 stored + 3 deleted by their users + 0 dead", home.Demo.Output, StringComparison.Ordinal);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(Path.Combine(home.Path, "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_has_exactly_its_promised_fields()
    {
        var status = (await CallAsync("status", "--json")).Json;
        Assert.Equal(
            [
                "counts", "lake", "bytes", "reconciled", "writer", "mismatches", "pending", "dead_letters", "gone", "excluded_by_hand", "first_day", "last_day", "lag_seconds", "store", "lake_location", "annotations", "runs",
            ],
            Names(status));
        var counts = status.GetProperty("counts");
        Assert.Equal(["conversations", "messages", "message_feedbacks"], Names(counts));
        Assert.All(counts.EnumerateObject(), table => Assert.Equal(["seen", "stored", "excluded", "dead"], Names(table.Value)));
        Assert.Equal(["conversations", "daily_metrics", "labels", "messages", "reports", "user_days"], Names(status.GetProperty("lake")).Order());
        Assert.Equal(["raw", "store", "lake"], Names(status.GetProperty("bytes")));
        Assert.Equal(["conversations", "days"], Names(status.GetProperty("pending")));
        var run = status.GetProperty("runs")[0];
        Assert.Equal(["id", "command", "started_at", "ended_at", "outcome", "exit_code", "stages", "problem"], Names(run));
        var first = status.GetProperty("runs").EnumerateArray().Last();
        Assert.Equal(["collect", "analyse", "publish", "report"], first.GetProperty("stages").EnumerateArray().Select(stage => stage.GetProperty("name").GetString()));
        Assert.All(first.GetProperty("stages").EnumerateArray(), stage => Assert.Equal(["name", "items", "written", "bytes", "seconds"], Names(stage)));
        Assert.True(status.GetProperty("reconciled").GetBoolean());
        Assert.Equal(1_037, counts.GetProperty("messages").GetProperty("seen").GetInt64());
    }

    [Fact]
    public async Task Status_is_text_without_json() =>
        Assert.Contains("Everything reconciles", (await CallAsync("status")).Output, StringComparison.Ordinal);

    [Fact]
    public async Task Query_answers_with_a_table_an_array_or_CSV()
    {
        const string sql = "SELECT count(*) AS n, 'a,b' AS text, NULL AS nothing FROM messages";
        var rows = (await CallAsync("query", sql, "--json")).Json;
        Assert.Equal("""[{"n":1023,"text":"a,b","nothing":null}]""", JsonSerializer.Serialize(rows));
        Assert.Equal("n,text,nothing\n1023,\"a,b\",\n", (await CallAsync("query", sql, "--csv")).Output.ReplaceLineEndings("\n"));
        Assert.Contains("1023", (await CallAsync("query", sql)).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await CallAsync("query", "SELECT 1 WHERE false", "--json")).Json.GetArrayLength());
        var some = await CallAsync("query", "SELECT id FROM messages", "--json", "--limit", "2");
        Assert.Equal((2, "Only the first 2 rows; --limit ROWS shows more."), (some.Json.GetArrayLength(), some.Errors.Trim()));
    }

    [Theory]
    [InlineData("DELETE FROM messages", "Only SELECT is allowed")]
    [InlineData("SELECT nowhere FROM messages", "nowhere")]
    [InlineData("SELECT * FROM 'rows.csv'", "")]
    public async Task A_query_that_cannot_be_answered_fails_with_the_reason(string sql, string reason)
    {
        var result = await CallAsync("query", sql);
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains(reason, result.Errors, StringComparison.Ordinal);
        Assert.NotEqual("", result.Errors.Trim());
    }

    [Fact]
    public async Task Search_finds_messages_and_show_reads_their_conversation()
    {
        var hits = (await CallAsync("search", "refund", "--limit", "1", "--json")).Json;
        var hit = Assert.Single(hits.EnumerateArray());
        Assert.Equal(["conversation_id", "message_id", "created_at", "query", "answer"], Names(hit));
        var id = hit.GetProperty("conversation_id").GetString()!;
        var query = hit.GetProperty("query").GetString()!;
        var text = await CallAsync("search", "refund", "--limit", "1");
        Assert.Contains(id, text.Output, StringComparison.Ordinal);
        Assert.Equal("1 found. To read a conversation: colloquy show ID", text.Errors.Trim());
        var nothing = await CallAsync("search", "xyzzyx");
        Assert.Equal((0, "", "Nothing found."), (nothing.ExitCode, nothing.Output, nothing.Errors.Trim()));

        var shown = await CallAsync("show", id);
        Assert.Contains(id, shown.Output, StringComparison.Ordinal);
        Assert.Contains(query, shown.Output, StringComparison.Ordinal);
        var json = (await CallAsync("show", id, "--json")).Json;
        Assert.Equal(id, json.GetProperty("id").GetString());
        Assert.Equal(json.GetProperty("messages").GetInt32(), json.GetProperty("turns").GetArrayLength());
        Assert.Contains(query, json.GetProperty("turns").EnumerateArray().Select(turn => turn.GetProperty("query").GetString()));
        Assert.Contains("language", json.GetProperty("labels").EnumerateArray().Select(label => label.GetProperty("kind").GetString()));
    }

    [Theory]
    [InlineData("show", "nowhere")]
    [InlineData("show", "nowhere", "--json")]
    public async Task An_unknown_conversation_fails_and_says_how_to_find_one(params string[] arguments)
    {
        var result = await CallAsync(arguments);
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Equal("There is no such conversation in the store. Find ids with colloquy search.", result.Errors.Trim());
    }

    [Theory]
    [InlineData("table", "Conversations by month")]
    [InlineData("Markdown", "# Conversations by month")]
    [InlineData("csv", "period,starts_at,ends_at")]
    [InlineData("html", "<!DOCTYPE html>")]
    [InlineData("JSON", "{\"report\":\"periods\",\"kind\":\"month\"")]
    public async Task A_report_has_five_formats_on_stdout_or_in_a_file(string format, string start)
    {
        var result = await CallAsync("report", "--kind", "month", "--format", format);
        Assert.StartsWith(start, result.Output, StringComparison.Ordinal);
        using var temp = new TempFolder();
        var written = await CallAsync("report", "--kind", "month", "--format", format, "--output", temp.Under("report"));
        Assert.Equal(("", $"Wrote {temp.Under("report")}"), (written.Output, written.Errors.Trim()));
        Assert.Equal(result.Output, File.ReadAllText(temp.Under("report")));
    }

    [Fact]
    public async Task A_report_is_cut_by_app_and_zone_and_days()
    {
        var all = (await CallAsync("report", "--kind", "month", "--json")).Json;
        var byApp = (await CallAsync("report", "--kind", "month", "--by", "app", "--zone", "Asia/Shanghai", "--json")).Json;
        Assert.Equal(("app", "Asia/Shanghai"), (byApp.GetProperty("dimension").GetString(), byApp.GetProperty("zone").GetString()));
        Assert.Equal("2025-04-01T00:00:00+08:00", byApp.GetProperty("starts_at").GetString());
        Assert.Equal(Conversations(all), Conversations(byApp));
        var april = (await CallAsync("report", "--kind", "month", "--from", "2025-04-01", "--to", "2025-05-01", "--json")).Json;
        Assert.Equal("2025-05-01T00:00:00+00:00", april.GetProperty("ends_at").GetString());
        Assert.InRange(Conversations(april), 1, Conversations(all) - 1);

        static long Conversations(JsonElement report) => report.GetProperty("total").GetProperty("conversations").GetInt64();
    }

    [Fact]
    public async Task People_and_Difys_own_figures_are_reports_too()
    {
        var users = (await CallAsync("report", "--users", "--top", "2", "--json")).Json;
        Assert.Equal(("users", 2), (users.GetProperty("report").GetString(), users.GetProperty("users").GetArrayLength()));
        var dify = (await CallAsync("report", "--dify-compatible", "--json")).Json;
        Assert.Equal("dify", dify.GetProperty("report").GetString());
        Assert.InRange(dify.GetProperty("days").GetArrayLength(), 100, 183);
        Assert.StartsWith("<!DOCTYPE html>", (await CallAsync("report", "--dify-compatible", "--format", "html")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rebuilding_lake_and_reports_changes_no_figure()
    {
        var (lake, report) = (await LakeAsync(), (await CallAsync("report", "--json")).Output);
        var published = (await CallAsync("publish", "--rebuild", "--json")).Json;
        Assert.Equal(("publish", "succeeded", 0), (published.GetProperty("command").GetString(), published.GetProperty("outcome").GetString(), published.GetProperty("exit_code").GetInt32()));
        Assert.InRange(published.GetProperty("stages")[0].GetProperty("items").GetInt64(), 100, 183);
        Assert.Equal(report, (await CallAsync("report", "--rebuild", "--json")).Output);
        Assert.Equal(lake, await LakeAsync());

        async Task<string> LakeAsync() => (await CallAsync("status", "--json")).Json.GetProperty("lake").GetRawText();
    }

    [Fact]
    public async Task A_stage_that_has_nothing_to_do_is_done()
    {
        var analysed = (await CallAsync("analyse", "--json")).Json.GetProperty("stages")[0];
        Assert.Equal(("analyse", 0), (analysed.GetProperty("name").GetString(), analysed.GetProperty("items").GetInt64()));
        Assert.Equal("", (await CallAsync("publish", "--quiet")).Output);
    }

    [Fact]
    public async Task Doctor_finds_everything_in_place()
    {
        var result = await CallAsync("doctor", "--source", "files:" + Repository.Sample);
        Assert.DoesNotContain("FAIL", result.Output, StringComparison.Ordinal);
        Assert.Contains("297 conversations, 1,023 messages", result.Output, StringComparison.Ordinal);
        Assert.Contains("the first rows of ", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("Everything is in place. Next: colloquy run", result.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_names_what_fails()
    {
        var result = await CallAsync("doctor", "--source", "files:nowhere");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("FAIL  source: ", result.Output, StringComparison.Ordinal);
        Assert.Contains("ok    sql", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_dead_letters_are_an_empty_array()
    {
        Assert.Equal("[]", (await CallAsync("dead-letters", "--json")).Output.Trim());
        Assert.Equal("No dead letters.", (await CallAsync("dead-letters")).Output.Trim());
        Assert.Equal("0 retried, 0 revived.", (await CallAsync("replay")).Output.Trim());
    }

    [Theory]
    [InlineData("is not a valid value of --format. Use table, ", "report", "--format", "x")]
    [InlineData("is not a valid value of --kind. Use day, week, month.", "report", "--kind", "1")]
    [InlineData("Use 2025-04-01 or ", "run", "--from", "yesterday")]
    [InlineData("Use 30s, 5m or 2h", "run", "--watch", "5")]
    [InlineData("--users and --dify-compatible cannot be combined.", "report", "--users", "--dify-compatible")]
    [InlineData("Unknown dimension 'x'. Available dimensions: all, app,", "report", "--by", "x")]
    [InlineData("Use an IANA name", "report", "--zone", "Mars/Base")]
    [InlineData("Try: colloquy query --help", "query")]
    [InlineData("Try: colloquy --help", "walk")]
    [InlineData("Try: colloquy status --help", "status", "--jsno")]
    [InlineData("LOG_LEVEL (--log-level) must be", "status", "--log-level", "loud")]
    [InlineData("Give --source files:FOLDER, or set NOCODB_BASE_URL", "run")]
    [InlineData("COLLOQUY_SOURCE (--source) is not understood. Give --source files:FOLDER, or set NOCODB_BASE_URL", "collect", "--source", "rows")]
    [InlineData("does not exist. Give a folder or a file", "run", "--source", "files:nowhere")]
    public async Task A_usage_error_exits_with_2_and_says_what_to_write(string advice, params string[] arguments)
    {
        var result = await CallAsync(arguments);
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(advice, result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("expected type", result.Errors, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(JsonElement value) => value.EnumerateObject().Select(property => property.Name);

    private async Task<CliResult> CallAsync(params string[] arguments)
    {
        var result = await Cli.CallAsync(home.Path, Stop, arguments);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
        return result;
    }
}
