using System.Text;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.EndToEnd;

/// <summary>With redaction on, no file of a run holds what was redacted: store, lake, reports, dead letters.</summary>
public sealed class RedactionTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("mask", "mail [email]")]
    [InlineData("hash", "mail [email:")]
    [InlineData("remove", "mail  and")]
    public async Task Personal_data_and_users_are_in_no_file(string mode, string expected)
    {
        using var temp = new TempFolder();
        Directory.CreateDirectory(temp.Under("in"));
        await File.WriteAllTextAsync(Path.Combine(temp.Under("in"), "conversations.jsonl"), """
            {"id":"c1","app_id":"a","mode":"chat","name":"mail jane@example.com","inputs":"{\"mail\":\"jane@example.com\"}","status":"normal","from_source":"api","from_end_user_id":"planted-user","created_at":"2025-09-30 10:00:00+00:00","updated_at":"2025-09-30 10:00:00+00:00","is_deleted":false}

            """, Stop);
        await File.WriteAllTextAsync(Path.Combine(temp.Under("in"), "messages.jsonl"), """
            {"id":"m1","app_id":"a","conversation_id":"c1","inputs":"{}","query":"mail jane@example.com and wait","answer":"sent to jane@example.com","status":"normal","from_source":"api","from_end_user_id":"planted-user","created_at":"2025-09-30 10:00:00+00:00","updated_at":"2025-09-30 10:00:01+00:00"}
            {"id":"m2","conversation_id":"c1","query":"jane@example.com","created_at":"never"}
            {"id":"m3","conversation_id":"gone","query":"jane@example.com","answer":"","created_at":"2025-09-30 10:00:00+00:00"}

            """, Stop);
        var variables = ImmutableDictionary<string, string>.Empty.Add("COLLOQUY_REDACT", mode).Add("COLLOQUY_REDACT_USERS", "true").Add("COLLOQUY_REDACT_KEY", "a key of the tests, long enough");

        // Twice: what was redacted is recognised as the same row.
        Assert.Equal(3, (await CallAsync("run", "--source", "files:" + temp.Under("in"))).ExitCode);
        Assert.Equal(3, (await CallAsync("run", "--source", "files:" + temp.Under("in"))).ExitCode);
        await CallAsync("replay");

        var query = (await CallAsync("query", "SELECT query, from_end_user_id FROM messages", "--json")).Json[0];
        Assert.StartsWith(expected, query.GetProperty("query").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("user:", query.GetProperty("from_end_user_id").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, (await CallAsync("dead-letters", "--json")).Json.GetArrayLength());
        foreach (var planted in (string[])["jane@example.com", "planted-user"])
        {
            Assert.All(
                Directory.GetFiles(temp.Under("home"), "*", SearchOption.AllDirectories), file => Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(planted)) < 0, file));
        }

        Task<CliResult> CallAsync(params string[] arguments) => Cli.CallAsync(temp.Under("home"), variables, TimeProvider.System, Stop, arguments);
    }
}
