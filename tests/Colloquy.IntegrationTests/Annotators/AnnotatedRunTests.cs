using System.Text;
using System.Text.Json;
using Colloquy.IntegrationTests.EndToEnd;
using Colloquy.IntegrationTests.Laws;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.Annotators;

/// <summary>Whole runs with a chat endpoint and a workflow: what they say is in lake and store, and each question is asked once, whatever happens in between.</summary>
public sealed class AnnotatedRunTests : IAsyncLifetime
{
    private const string Planted = "planted-key-16180";
    private const int Conversations = 24;

    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private readonly TempFolder temp = new();
    private AnnotatorServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await AnnotatorServer.StartAsync();

        // The topic follows from the text, so that a mix-up would show.
        server.Say = transcript => new() { ["topic"] = transcript.Length % 2 == 0 ? "hotels" : "trains", ["risk"] = $"{transcript.Length} letters" };
        Some().WriteTo(temp.Under("rows"));
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        temp.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_endpoint_and_workflow_say_is_in_the_lake_and_shown_and_a_second_run_asks_nothing(bool mongo)
    {
        var place = await Place.OfAsync(mongo, s3: false, Stop);
        var variables = Chat.AddRange(Workflow).SetItems(place.EnvironmentOf(temp.Under("home"))).Remove("COLLOQUY_HOME");
        Assert.Equal(0, (await RunAsync("home", variables)).ExitCode);
        var (labels, translations, workflows) = Counted();
        Assert.Equal((Conversations, Conversations), (labels, workflows));
        Assert.NotEqual(0, translations);

        var topics = (await CallAsync("home", variables, "query", "SELECT classifier, count(DISTINCT conversation_id) AS n FROM labels WHERE kind = 'topic' AND turn IS NULL GROUP BY ALL", "--json")).Json;
        Assert.Equal(("chat", Conversations), (topics[0].GetProperty("classifier").GetString(), topics[0].GetProperty("n").GetInt32()));
        Assert.Equal(1, topics.GetArrayLength());

        // The Chinese conversation of the sample is translated, and the English ones are not.
        var chinese = (await CallAsync("home", variables, "query", "SELECT conversation_id FROM labels WHERE kind = 'language' AND value = 'zh' AND turn IS NULL ORDER BY ALL LIMIT 1", "--json")).Json[0]
            .GetProperty("conversation_id").GetString()!;
        var shown = (await CallAsync("home", variables, "show", chinese, "--json")).Json;
        var turn = shown.GetProperty("turns")[0];
        var translation = turn.GetProperty("translations")[0];
        Assert.Equal(("en", $"<{turn.GetProperty("query").GetString()}>"), (translation.GetProperty("language").GetString(), translation.GetProperty("query").GetString()));
        Assert.EndsWith(" letters", shown.GetProperty("notes")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        var text = (await CallAsync("home", variables, "show", chinese)).Output;
        Assert.Contains("  risk       ", text, StringComparison.Ordinal);
        Assert.Contains("user en    <", text, StringComparison.Ordinal);

        var status = (await CallAsync("home", variables, "status", "--json")).Json;
        Assert.Equal(["chat", "dify", "translation"], status.GetProperty("annotations").EnumerateArray().Select(a => a.GetProperty("annotator").GetString()));
        Assert.Equal(0, status.GetProperty("pending").GetProperty("conversations").GetInt32());

        Assert.Equal(0, (await RunAsync("home", variables)).ExitCode);
        var everything = await CallAsync("home", variables, "analyse", "--all", "--json");
        Assert.Equal(Conversations, everything.Json.GetProperty("stages")[0].GetProperty("items").GetInt32());
        Assert.Equal((labels, translations, workflows), Counted());
    }

    [Fact]
    public async Task A_budget_stops_a_run_and_the_next_one_continues_to_the_same_content()
    {
        Assert.Equal(0, (await RunAsync("whole", Chat)).ExitCode);
        var whole = server.Requests.Select(r => r.Text).Order(StringComparer.Ordinal).ToList();

        // Answers come in another order, one after the other or all at once.
        var asked = server.Requests.Count;
        server.Script = request => new Misbehaviour.Wait(Task.Delay(request.Number * 7 % 20, Stop));
        var bounded = Chat.SetItem("COLLOQUY_ANNOTATE_REQUESTS", "15").SetItem("COLLOQUY_ANNOTATE_PARALLEL", "8").SetItem("MAX_WORKERS", "8");
        var first = await RunAsync("parts", bounded);
        Assert.Equal(0, first.ExitCode);
        Assert.Contains("the run's limit of 15 requests is reached", first.Errors, StringComparison.Ordinal);
        Assert.Equal(15, server.Requests.Count - asked);
        Assert.NotEqual(0, (await CallAsync("parts", bounded, "status", "--json")).Json.GetProperty("pending").GetProperty("conversations").GetInt32());
        for (var runs = 0; server.Requests.Count - asked < whole.Count && runs < 10; runs++)
        {
            Assert.Equal(0, (await RunAsync("parts", bounded)).ExitCode);
        }

        Assert.Equal(whole, server.Requests.Skip(asked).Select(r => r.Text).Order(StringComparer.Ordinal));
        Assert.Equal(0, (await CallAsync("parts", bounded, "status", "--json")).Json.GetProperty("pending").GetProperty("conversations").GetInt32());
        (await ContentAsync("whole")).AssertSame(await ContentAsync("parts"));
    }

    [Fact]
    public async Task A_killed_run_and_the_next_one_ask_each_question_once()
    {
        using var held = new SemaphoreSlim(0);
        server.Script = request =>
        {
            if (request.Number != 9)
            {
                return null;
            }

            held.Release();
            return new Misbehaviour.Wait(Task.Delay(Timeout.Infinite, Stop));
        };
        var variables = Chat.SetItem("COLLOQUY_ANNOTATE_PARALLEL", "1");
        using (var process = EndToEnd.Cli.StartIn(new Dictionary<string, string>(variables) { ["COLLOQUY_HOME"] = temp.Under("home") }, "run", "--source", "files:" + temp.Under("rows"), "--quiet"))
        {
            await held.WaitAsync(Stop);
            process.Kill();
            await process.WaitForExitAsync(Stop);
        }

        server.Script = null;
        Assert.Equal(0, (await RunAsync("home", variables)).ExitCode);

        // The ninth was under way when the run died: it is the only one that was asked twice, and answered once.
        var twice = server.Requests.GroupBy(r => r.Instruction + r.Text).Where(same => same.Count() > 1).ToList();
        Assert.Equal([9], twice.Select(same => same.Min(r => r.Number)));
        Assert.Equal(0, (await RunAsync("undisturbed", variables)).ExitCode);
        (await ContentAsync("undisturbed")).AssertSame(await ContentAsync("home"));
    }

    [Fact]
    public async Task A_service_that_is_down_leaves_the_labels_of_the_categorisers_until_it_is_back()
    {
        server.Script = _ => new Misbehaviour.Status(503);
        var down = await RunAsync("home", Chat.SetItem("MAX_RETRIES", "0"));
        Assert.Equal(3, down.ExitCode);
        Assert.Contains("chat: it answers 503", down.Errors, StringComparison.Ordinal);
        Assert.InRange(server.Requests.Count, 1, 8);
        var topics = (await CallAsync("home", Chat, "query", "SELECT DISTINCT classifier FROM labels WHERE kind = 'topic' ORDER BY ALL", "--json")).Json;
        Assert.DoesNotContain("chat", topics.EnumerateArray().Select(row => row.GetProperty("classifier").GetString()));
        Assert.NotEqual(0, topics.GetArrayLength());
        Assert.Equal(0, (await RunAsync("local", ImmutableDictionary<string, string>.Empty)).ExitCode);
        (await ContentAsync("local")).AssertSame(await ContentAsync("home"));

        server.Script = null;
        Assert.Equal(0, (await RunAsync("home", Chat)).ExitCode);
        Assert.Equal(0, (await RunAsync("undisturbed", Chat)).ExitCode);
        (await ContentAsync("undisturbed")).AssertSame(await ContentAsync("home"));

        // Without the endpoint everything is as if it had never been asked, and with it nothing needs to be asked.
        var asked = server.Requests.Count;
        Assert.Equal(0, (await RunAsync("home", ImmutableDictionary<string, string>.Empty)).ExitCode);
        (await ContentAsync("local")).AssertSame(await ContentAsync("home"));
        var diff = await CallAsync("home", Chat, "analyse", "--diff", "--changed");
        Assert.Contains("were not called", diff.Output, StringComparison.Ordinal);
        Assert.Contains("hotels", diff.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("home", Chat)).ExitCode);
        (await ContentAsync("undisturbed")).AssertSame(await ContentAsync("home"));
        Assert.Equal(asked, server.Requests.Count);
    }

    [Fact]
    public async Task A_wrong_key_is_told_after_one_request_and_neither_key_nor_text_is_anywhere()
    {
        server.Script = _ => new Misbehaviour.Status(401, "invalid_api_key");
        var said = new StringBuilder();
        var variables = Chat.AddRange(Workflow).Remove("COLLOQUY_TRANSLATE_TO").SetItem("COLLOQUY_ANNOTATE_PARALLEL", "8");
        var run = await SayAsync("run", "--source", "files:" + temp.Under("rows"));
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("COLLOQUY_CHAT_API_KEY", run.Errors, StringComparison.Ordinal);
        Assert.Contains("DIFY_API_KEY", run.Errors, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(1, (await SayAsync("doctor")).ExitCode);
        server.Script = null;
        Assert.Equal(0, (await SayAsync("doctor", "--source", "files:" + temp.Under("rows"))).ExitCode);
        Assert.Equal(0, (await SayAsync("run", "--source", "files:" + temp.Under("rows"))).ExitCode);
        await SayAsync("status");

        Assert.DoesNotContain(Planted, said.ToString(), StringComparison.Ordinal);
        Assert.All(Texts(), text => Assert.DoesNotContain(text, said.ToString(), StringComparison.Ordinal));
        Assert.All(
            Directory.GetFiles(temp.Under("home"), "*", SearchOption.AllDirectories), file => Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Planted)) < 0, file));

        async Task<CliResult> SayAsync(params string[] arguments)
        {
            var result = await CallAsync("home", variables, [.. arguments, "--log-level", "Trace"]);
            said.AppendLine(result.Output).AppendLine(result.Errors);
            return result;
        }
    }

    [Fact]
    public async Task A_conversation_that_is_refused_is_counted_and_not_asked_about_again()
    {
        server.Script = request => !request.IsTranslation && request.Text.Length % 3 == 0 ? new Misbehaviour.Filter() : null;
        var run = await RunAsync("home", Chat);
        Assert.Equal(3, run.ExitCode);
        var refused = server.Requests.Count(r => !r.IsTranslation && r.Text.Length % 3 == 0);
        Assert.NotEqual(0, refused);
        Assert.Contains($"{refused} questions (content-filter)", run.Errors, StringComparison.Ordinal);
        var asked = server.Requests.Count;
        Assert.Equal(0, (await RunAsync("home", Chat)).ExitCode);
        Assert.Equal(asked, server.Requests.Count);
        Assert.Contains($"{refused} refused (content-filter)", (await CallAsync("home", Chat, "status")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await CallAsync("home", Chat, "status", "--json")).Json.GetProperty("pending").GetProperty("conversations").GetInt32());
    }

    private ImmutableDictionary<string, string> Chat => new Dictionary<string, string>
    {
        ["COLLOQUY_CHAT_ENDPOINT"] = server.Url,
        ["COLLOQUY_CHAT_MODEL"] = "small",
        ["COLLOQUY_CHAT_API_KEY"] = Planted,
        ["COLLOQUY_CHAT_KINDS"] = "topic",
        ["COLLOQUY_TRANSLATE_TO"] = "en",
    }.ToImmutableDictionary();

    private ImmutableDictionary<string, string> Workflow => new Dictionary<string, string>
    {
        ["DIFY_BASE_URL"] = server.Url,
        ["DIFY_API_KEY"] = Planted,
        ["DIFY_WORKFLOW_ENABLED"] = "true",
        ["COLLOQUY_DIFY_OUTPUTS"] = "risk=risk",
    }.ToImmutableDictionary();

    private (int Labels, int Translations, int Workflows) Counted() => (
        server.Requests.Count(r => r.IsChat && !r.IsTranslation), server.Requests.Count(r => r.IsTranslation), server.Requests.Count(r => !r.IsChat));

    private Task<CliResult> RunAsync(string home, ImmutableDictionary<string, string> variables) => CallAsync(home, variables, "run", "--source", "files:" + temp.Under("rows"), "--quiet");

    private Task<CliResult> CallAsync(string home, ImmutableDictionary<string, string> variables, params string[] arguments) =>
        EndToEnd.Cli.CallAsync(temp.Under(home), variables, TimeProvider.System, Stop, arguments);

    private async Task<Content> ContentAsync(string home)
    {
        await using var opened = await Home.OpenAsync(temp.Under(home), Stop);
        return await opened.ContentAsync(Stop);
    }

    /// <summary>Queries that are long enough to be nobody's else.</summary>
    private static IEnumerable<string> Texts() => Some().Messages.Select(row => JsonDocument.Parse(row).RootElement.GetProperty("query").GetString()!).Where(query => query.Length > 20);

    // Of two languages at least.
    private static SampleRows Some()
    {
        var rows = SampleRows.Load();
        ImmutableArray<string> some = [.. rows.Conversations.Where((_, number) => number % (rows.Conversations.Length / Conversations) == 0).Take(Conversations)];
        var ids = some.Select(row => JsonDocument.Parse(row).RootElement.GetProperty("id").GetString()!).ToHashSet(StringComparer.Ordinal);
        return new SampleRows(some, [.. rows.Messages.Where(row => ids.Contains(JsonDocument.Parse(row).RootElement.GetProperty("conversation_id").GetString()!))]);
    }
}
