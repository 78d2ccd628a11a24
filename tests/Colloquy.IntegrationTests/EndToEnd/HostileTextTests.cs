using System.Text;
using System.Text.Json;
using Colloquy.Cli;
using Colloquy.Query;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.EndToEnd;

/// <summary>Whatever text of strangers a command shows, none of it steers the terminal. Every text that a source can bring holds <see cref="Planted"/>.</summary>
public sealed class HostileTextTests(HostileTextTests.PlantedHome home) : IClassFixture<HostileTextTests.PlantedHome>
{
    private const string Planted = "plant\u001b[2J\u001b]0;t\u0007\u009b\u007f\u0000\b\u0085\u061c\u200b\u200e\u202e\u2066\u2028\ufeff\U000E0041\U000E0100\u200dend";
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    /// <summary>A command, and whether its output shows what was planted.</summary>
    public static TheoryData<string[], bool> Commands => new()
    {
        { ["run"], false },
        { ["run", "--json"], false },
        { ["run", "--log-level", "Trace", "--full"], false },
        { ["collect", "--plan"], false },
        { ["collect", "--plan", "--json"], false },
        { ["analyse", "--diff"], false },
        { ["status"], false },
        { ["status", "--json"], false },
        { ["doctor"], false },
        { ["doctor", "--deep"], false },
        { ["exclude", "{planted}"], true },
        { ["exclude", "{planted}", "--json"], true },
        { ["show", "{id}"], true },
        { ["show", "{id}", "--json"], true },
        { ["search", "findme"], true },
        { ["search", "findme", "--json"], true },
        { ["query", "SELECT * FROM messages"], true },
        { ["query", "SELECT * FROM messages", "--json"], true },
        { ["query", "SELECT c.inputs::JSON AS inputs, [m.query] AS list FROM conversations c JOIN messages m ON m.conversation_id = c.id", "--json"], true },
        { ["query", "SELECT ('[1,' || chr(13) || '2]')::JSON AS a", "--json"], false },
        { ["query", "SELECT name AS \"{planted}\" FROM conversations"], true },
        { ["query", "SELECT name AS \"{planted}\" FROM conversations", "--json"], true },
        { ["query", "SELECT * FROM \"{planted}\""], true },
        { ["query", "SELECT {planted}"], true },
        { ["query", "SELECT error(query) FROM messages"], true },
        { ["dead-letters"], true },
        { ["dead-letters", "--raw"], true },
        { ["dead-letters", "--raw", "--json"], true },
        { ["replay"], false },
        { ["report", "--by", "app"], true },
        { ["report", "--by", "model"], true },
        { ["report", "--by", "model", "--json"], true },
        { ["report", "--by", "model", "--format", "markdown"], true },
        { ["report", "--by", "{planted}"], true },
        { ["report", "--zone", "{planted}"], true },
        { ["report", "--users"], true },
        { ["report", "--users", "--json"], true },
        { ["report", "--dify-compatible"], false },
        { ["lake", "snapshots"], false },
        { ["lake", "snapshots", "--json"], false },
        { ["classify"], false },
        { ["train", "--kind", "intent", "--labels", "{labels}", "--model", "{home}/model"], false },
        { ["evaluate", "--model", "{home}/model", "--labels", "{labels}"], false },
        { ["evaluate", "--model", "{home}/none{planted}", "--labels", "{labels}"], true },
        { ["store", "copy", "--from", "{planted}", "--to", "{planted}"], true },
        { ["run", "--source", "files:{home}/none{planted}"], true },
        { ["run", "--app", "{planted}"], false },
        { ["{planted}"], true },
        { ["status", "--{planted}"], true },
        { ["status", "--home", "{home}/none{planted}"], false },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task No_command_lets_text_of_strangers_steer_the_terminal(string[] arguments, bool shows)
    {
        var result = await home.CallAsync([.. arguments.Select(home.Fill)]);
        AssertHarmless(result.Output);
        AssertHarmless(result.Errors);
        Assert.DoesNotContain(" at Colloquy.", result.Errors, StringComparison.Ordinal);
        if (shows)
        {
            Assert.Contains("plant", result.Output + result.Errors, StringComparison.Ordinal);
        }

        if (arguments.Contains("--json"))
        {
            using var parsed = JsonDocument.Parse(result.Output);
        }
    }

    [Fact]
    public async Task JSON_has_the_text_as_it_is()
    {
        var shown = (await home.CallAsync("show", home.Fill("{id}"), "--json")).Json;
        Assert.Contains("findme " + Planted, Texts(shown));
    }

    [Theory]
    [InlineData("table")]
    [InlineData("markdown")]
    [InlineData("json")]
    public async Task A_report_in_a_file_that_people_read_passes_the_gate_too(string format)
    {
        var path = Path.Combine(home.Folder, $"report.{format}");
        Assert.Equal(0, (await home.CallAsync("report", "--by", "model", "--format", format, "--output", path)).ExitCode);
        var text = await File.ReadAllTextAsync(path, Stop);
        Assert.Contains("plant", text, StringComparison.Ordinal);
        AssertHarmless(text);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task CSV_is_exact_unless_it_goes_to_a_terminal(bool terminal, bool exact)
    {
        var result = await home.CallAsync(terminal, "query", "SELECT query FROM messages WHERE query LIKE 'findme%'", "--csv");
        Assert.Equal(exact, result.Output.Contains('\u001b', StringComparison.Ordinal));
        if (terminal)
        {
            AssertHarmless(result.Output);
        }
    }

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Texts(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String => [element.GetString()!],
        _ => [],
    };

    private static void AssertHarmless(string text)
    {
        foreach (var rune in text.Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes())
        {
            var isHostile = rune.Value switch
            {
                '\n' or '\t' => false,
                < ' ' or (>= 0x7F and <= 0x9F) or 0x061C or 0x200B or 0x200D or 0x200E or 0x200F or (>= 0x2028 and <= 0x202E) or (>= 0x2060 and <= 0x206F) or 0xFEFF or (>= 0xE0000 and <= 0xE0FFF) => true,
                _ => false,
            };
            Assert.False(isHostile, $"U+{rune.Value:X4} in {JsonSerializer.Serialize(text)}");
        }
    }

    public sealed class PlantedHome : IAsyncLifetime
    {
        private readonly TempFolder temp = new();

        // A zero character is in no path, and most of the others are not on Windows.
        private static readonly string InPaths = OperatingSystem.IsWindows() ? "plant\u202e\u200bend" : Planted.Replace("\0", "", StringComparison.Ordinal);

        public string Folder => temp.Path;

        private string Rows => Path.Combine(temp.Path, InPaths);

        public async ValueTask InitializeAsync()
        {
            Directory.CreateDirectory(Rows);
            await WriteAsync("apps.jsonl", new { id = "app-1", name = Planted, mode = Planted });
            await WriteAsync(
                "conversations.jsonl",
                Conversation("c-1"),
                Conversation("c-" + Planted.Replace("\0", "", StringComparison.Ordinal)));
            await WriteAsync(
                "messages.jsonl",
                Message("m-1", "c-1", "2025-04-01 12:48:30"),
                Message("m-2" + Planted.Replace("\0", "", StringComparison.Ordinal), "c-1", "2025-04-01 12:49:30"),
                Message("m-3", "c-1", Planted),
                Message("m-4", "nowhere" + Planted, "2025-04-01 12:49:30"));
            await File.WriteAllLinesAsync(
                Path.Combine(temp.Path, "labels.jsonl"),
                Enumerable.Range(0, 20).SelectMany(i => new[] { JsonSerializer.Serialize(new { text = $"play jazz {i}", label = "play" + Planted }), JsonSerializer.Serialize(new { text = $"fly to rome {i}", label = "fly" }) }));
            var result = await CallAsync("run");
            Assert.True(result.ExitCode == 3, $"{result.ExitCode}: {result.Errors}");
        }

        public ValueTask DisposeAsync()
        {
            temp.Dispose();
            return ValueTask.CompletedTask;
        }

        internal string Fill(string argument) => argument
            .Replace("{id}", "c-1", StringComparison.Ordinal)
            .Replace("{home}", temp.Path, StringComparison.Ordinal)
            .Replace("{labels}", Path.Combine(temp.Path, "labels.jsonl"), StringComparison.Ordinal)
            .Replace("{planted}", InPaths, StringComparison.Ordinal);

        internal Task<CliResult> CallAsync(params string[] arguments) => CallAsync(false, arguments);

        internal async Task<CliResult> CallAsync(bool terminal, params string[] arguments)
        {
            using var output = new StringWriter();
            using var errors = new StringWriter();
            var environment = new Dictionary<string, string> { ["COLLOQUY_HOME"] = Path.Combine(temp.Path, "home"), ["COLLOQUY_SOURCE"] = "files:" + Rows };
            var code = await CommandLine.RunAsync(
                arguments,
                new Terminal(output, errors, ErrorIsTerminal: false, Width: 100, environment, temp.Path)
                {
                    Input = new StringReader("play jazz " + Planted.Replace("\0", "", StringComparison.Ordinal) + "\n"),
                    Engine = EngineHost.Child("dotnet", Cli.Dll, SqlEngine.Verb),
                    OutputIsTerminal = terminal,
                },
                TimeProvider.System);
            return new CliResult(code, output.ToString(), errors.ToString());
        }

        private static object Conversation(string id) => new
        {
            id,
            app_id = "app-1",
            name = Planted,
            mode = Planted,
            model_id = "model " + Planted,
            model_provider = Planted,
            summary = Planted,
            introduction = Planted,
            system_instruction = Planted,
            inputs = JsonSerializer.Serialize(new { channel = Planted }),
            status = "normal",
            from_source = "api",
            from_end_user_id = "user-" + Planted,
            invoke_from = "web-app",
            created_at = "2025-04-01 12:48:30",
            updated_at = "2025-04-01 12:49:30",
        };

        private static object Message(string id, string conversation, string created) => new
        {
            id,
            app_id = "app-1",
            conversation_id = conversation,
            model_id = "model " + Planted,
            query = "findme " + Planted,
            answer = "Here you are. " + Planted,
            status = "error",
            error = Planted,
            message_tokens = 1,
            answer_tokens = 1,
            currency = "USD",
            total_price = "0.1",
            from_source = "api",
            from_end_user_id = "user-" + Planted,
            invoke_from = "web-app",
            created_at = created,
            updated_at = created,
        };

        private async Task WriteAsync(string name, params object[] rows) =>
            await File.WriteAllLinesAsync(Path.Combine(Rows, name), rows.Select(row => JsonSerializer.Serialize(row)), new UTF8Encoding(false));
    }
}
