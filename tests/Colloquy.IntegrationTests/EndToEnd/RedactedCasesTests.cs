using System.Text;
using System.Text.Json;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.EndToEnd;

/// <summary>Redaction neither breaks JSON nor overlooks what is written with escapes.</summary>
public sealed class RedactedCasesTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Inputs_stay_json_and_their_dimensions_survive()
    {
        using var temp = new TempFolder();
        await WriteAsync(
            temp,
            """
            {"id":"c1","app_id":"a","name":"n","inputs":{"channel":"web","phone":13800138000},"override_model_configs":{"pre_prompt":"ask jane@example.com"},"system_instruction":"You are jane@example.com","status":"normal","from_source":"api","created_at":"2025-06-01 10:00:00","updated_at":"2025-06-01 10:00:00","is_deleted":false,"department":"jane@example.com"}
            {"id":"c2","app_id":"a","name":"n","inputs":{"channel":"web","note":"line1\njane@example.com"},"status":"normal","from_source":"api","created_at":"2025-06-01 10:00:00","updated_at":"2025-06-01 10:00:00","is_deleted":false}

            """,
            """
            {"id":"m1","conversation_id":"c1","app_id":"a","query":"hello","answer":"fine","override_model_configs":{"pre_prompt":"ask jane@example.com"},"created_at":"2025-06-01 10:00:01","updated_at":"2025-06-01 10:00:01"}

            """);
        await File.WriteAllTextAsync(Path.Combine(temp.Under("in"), "apps.jsonl"), """
            {"id":"a","name":"jane@example.com's assistant","mode":"chat"}

            """, Stop);

        // Twice: what was redacted is recognised as the same row.
        Assert.Equal(0, (await CallAsync(temp, "run", "--source", "files:" + temp.Under("in"))).ExitCode);
        Assert.Equal(0, (await CallAsync(temp, "run", "--source", "files:" + temp.Under("in"))).ExitCode);

        var inputs = (await CallAsync(temp, "query", "SELECT id, inputs FROM conversations ORDER BY id", "--json")).Json.EnumerateArray().Select(row => row.GetProperty("inputs").GetString()!).ToList();
        Assert.Equal(["""{"channel":"web","phone":"[phone]"}""", """{"channel":"web","note":"line1\n[email]"}"""], inputs);
        AssertNowhere(temp, "jane@example.com", "13800138000");
    }

    [Fact]
    public async Task Escapes_hide_nothing_in_dead_letters_which_stay_json_and_can_be_replayed()
    {
        using var temp = new TempFolder();
        await WriteAsync(
            temp,
            """
            {"id":"c1","app_id":"a","name":"n","inputs":{},"status":"normal","from_source":"api","created_at":"2025-06-01 10:00:00","updated_at":"2025-06-01 10:00:00","is_deleted":false}

            """,
            """
            {"id":"x1","conversation_id":"c1","query":"mail bob\u0040example.com and \u002B49 151 23456789","answer":"a","created_at":"bad"}
            {"id":"x2","conversation_id":"c9","query":"mail b\u006fb@example.com","answer":"a","created_at":"2025-06-01 10:00:00"}
            {"id":"x3","conversation_id":"c1","query":"mail bob\u0040example.com

            """);
        Assert.Equal(3, (await CallAsync(temp, "run", "--source", "files:" + temp.Under("in"))).ExitCode);

        var letters = (await CallAsync(temp, "dead-letters", "--raw", "--json")).Json.EnumerateArray().ToList();
        Assert.Equal(3, letters.Count);
        var raw = letters.Select(letter => letter.GetProperty("raw").ToString()).ToList();
        Assert.Contains(raw, text => IsJson(text) && text.Contains("mail [email] and [phone]", StringComparison.Ordinal));
        Assert.Contains(raw, text => IsJson(text) && text.Contains("c9", StringComparison.Ordinal) && text.Contains("mail [email]", StringComparison.Ordinal));
        AssertNowhere(temp, "bob@example.com", @"bob\u0040example.com", @"b\u006fb@example.com", "151 23456789");

        // The orphan is read from its letter as soon as its conversation is there.
        await File.AppendAllTextAsync(Path.Combine(temp.Under("in"), "conversations.jsonl"), """
            {"id":"c9","app_id":"a","name":"n","status":"normal","from_source":"api","created_at":"2025-06-01 10:00:00","updated_at":"2025-06-01 10:00:00","is_deleted":false}

            """, Stop);
        await CallAsync(temp, "run", "--source", "files:" + temp.Under("in"));
        Assert.Equal("mail [email]", (await CallAsync(temp, "query", "SELECT query FROM messages WHERE id = 'x2'", "--json")).Json[0].GetProperty("query").GetString());
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // In any spelling: as it is, and in the escapes of its characters.
    private static void AssertNowhere(TempFolder temp, params string[] planted)
    {
        foreach (var file in Directory.GetFiles(temp.Under("home"), "*", SearchOption.AllDirectories))
        {
            var content = File.ReadAllBytes(file);
            foreach (var text in planted.SelectMany(p => (string[])[p, p.Replace("@", @"\u0040", StringComparison.Ordinal), p.Replace("@", "%40", StringComparison.Ordinal), p.Split('@')[0] + "@"]))
            {
                foreach (var encoding in (Encoding[])[Encoding.UTF8, Encoding.Unicode])
                {
                    Assert.True(content.AsSpan().IndexOf(encoding.GetBytes(text)) < 0, $"{file} holds {text}");
                }
            }
        }
    }

    private static async Task WriteAsync(TempFolder temp, string conversations, string messages)
    {
        Directory.CreateDirectory(temp.Under("in"));
        await File.WriteAllTextAsync(Path.Combine(temp.Under("in"), "conversations.jsonl"), conversations, Stop);
        await File.WriteAllTextAsync(Path.Combine(temp.Under("in"), "messages.jsonl"), messages, Stop);
    }

    private static Task<CliResult> CallAsync(TempFolder temp, params string[] arguments) =>
        Cli.CallAsync(temp.Under("home"), ImmutableDictionary<string, string>.Empty.Add("COLLOQUY_REDACT", "mask"), TimeProvider.System, Stop, arguments);
}
