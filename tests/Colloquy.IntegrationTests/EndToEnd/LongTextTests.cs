using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.EndToEnd;

/// <summary>One end user's messages do not stop the pipeline: they go through every stage, and Ctrl-C is heard among them.</summary>
public sealed class LongTextTests
{
    private const int Interrupt = 2;
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    // What each of these did to a scanner that began anew at each character took from twenty seconds to for ever.
    private static readonly ImmutableArray<string> Units =
        [":", "a:", "::1 ", "2001:db8:", "sk-", "1.1.", "529.982.", "eyJ.", "AKIA", "a.b@c.", "+1 ", "DE89 ", "http://a:b@", "12 street ", "password: ", "退款", "ไม่", "é", "👩‍", "refund not ", "\n", "\"", "\\", "a", " "];

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData("off")]
    [InlineData("mask")]
    public async Task A_conversation_of_them_goes_through_every_stage_and_every_command(string redaction)
    {
        using var temp = new TempFolder();
        var (rows, home) = (temp.Under("rows"), temp.Under("home"));
        Write(rows, 250_000);
        var variables = ImmutableDictionary<string, string>.Empty.Add("COLLOQUY_REDACT", redaction);
        foreach (var arguments in (string[][])[["run", "--source", "files:" + rows, "--quiet"], ["status"], ["report"], ["show", "c1"], ["show", "c1", "--json"], ["search", "refund not"], ["search", "\"退款退款\"", "--json"], ["analyse", "--all", "--diff"]])
        {
            var call = Cli.CallAsync(home, variables, TimeProvider.System, Stop, arguments);
            var answer = await call.WaitAsync(TimeSpan.FromMinutes(2), Stop);
            Assert.True(answer.ExitCode == 0, $"{arguments[0]}: {answer.ExitCode} {answer.Errors}");
        }
    }

    [Fact]
    public async Task Ctrl_C_ends_a_run_within_a_text_of_sixty_megabytes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        using var temp = new TempFolder();
        var (rows, home) = (temp.Under("rows"), temp.Under("home"));
        Write(rows, 250_000);
        Write(rows, 60_000_000, "refund not ", "messages-2.jsonl");
        using var process = Cli.Start(home, "run", "--source", "files:" + rows);
        var output = process.StandardOutput.ReadToEndAsync(Stop);
        var errors = process.StandardError.ReadToEndAsync(Stop);
        while (!File.Exists(Path.Combine(home, "store.db")) && !process.HasExited)
        {
            await Task.Delay(10, Stop);
        }

        await Task.Delay(TimeSpan.FromSeconds(2), Stop);
        var told = Stopwatch.GetTimestamp();
        Assert.Equal(0, Kill(process.Id, Interrupt));
        await process.WaitForExitAsync(Stop);
        Assert.InRange(Stopwatch.GetElapsedTime(told), TimeSpan.Zero, TimeSpan.FromSeconds(4));
        Assert.True(process.ExitCode is 130 or 0, $"{process.ExitCode}\n{await output}\n{await errors}");
    }

    private static void Write(string folder, int bytes)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "conversations.jsonl"), """{"id":"c1","name":"attack","created_at":"2025-04-01 12:00:00"}""" + "\n");
        using var file = new StreamWriter(Path.Combine(folder, "messages.jsonl"));
        foreach (var (i, unit) in Units.Index())
        {
            file.WriteLine(Message(i, unit, bytes));
        }
    }

    private static void Write(string folder, int bytes, string unit, string name) => File.WriteAllText(Path.Combine(folder, name), Message(1_000, unit, bytes) + "\n");

    private static string Message(int number, string unit, int bytes)
    {
        var text = string.Concat(Enumerable.Repeat(unit, bytes / System.Text.Encoding.UTF8.GetByteCount(unit)));
        return JsonSerializer.Serialize(
            new { id = string.Create(CultureInfo.InvariantCulture, $"m{number:0000}"), conversation_id = "c1", query = text, answer = bytes > 1_000_000 ? "" : text, created_at = string.Create(CultureInfo.InvariantCulture, $"2025-04-01 12:{number % 60:00}:00") },
            Plain);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
