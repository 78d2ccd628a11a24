using Colloquy.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace Colloquy.IntegrationTests.EndToEnd;

/// <summary>The lake's memory by the command line: what can be read as of when, forgetting it, and a lake that was copied.</summary>
public sealed class LakeCommandTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private static readonly ImmutableDictionary<string, string> _keeping = ImmutableDictionary<string, string>.Empty.Add("COLLOQUY_LAKE_KEEP", "30d");

    [Fact]
    public async Task A_lake_is_read_as_it_was_until_that_is_expired()
    {
        using var temp = new TempFolder();
        var clock = new FakeTimeProvider(new DateTimeOffset(2025, 10, 1, 2, 0, 0, TimeSpan.Zero));
        var input = temp.Under("in.jsonl");
        await File.WriteAllTextAsync(input, Row("c1") + "\n", Stop);
        await DoneAsync("run", "--source", "files:" + temp.Under("in.jsonl"));
        var first = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromDays(1));
        await File.AppendAllTextAsync(input, Row("c2") + "\n", Stop);
        await DoneAsync("run", "--source", "files:" + temp.Under("in.jsonl"));

        var snapshots = (await DoneAsync("lake", "snapshots", "--json")).Json.GetProperty("snapshots").EnumerateArray().Where(one => one.GetProperty("table").GetString() == "conversations").ToList();
        Assert.Equal([1, 2], snapshots.Select(one => one.GetProperty("rows").GetInt32()));
        Assert.Equal([false, true], snapshots.Select(one => one.GetProperty("current").GetBoolean()));
        Assert.Equal(2, await CountAsync());
        Assert.Equal(1, await CountAsync("--as-of", first.AddHours(1).ToString("O")));

        Assert.Equal(0, await CountAsync("--as-of", first.AddDays(-1).ToString("O")));

        Assert.DoesNotContain("0 snapshots", (await DoneAsync("lake", "expire")).Output, StringComparison.Ordinal);
        Assert.StartsWith("0 snapshots expired", (await DoneAsync("lake", "expire")).Output, StringComparison.Ordinal);
        Assert.Equal(2, await CountAsync());
        Assert.NotEqual(0, (await CallAsync("query", "SELECT count(*) AS n FROM conversations", "--as-of", first.AddHours(1).ToString("O"))).ExitCode);

        async Task<int> CountAsync(params string[] more) =>
            (await DoneAsync(["query", "SELECT count(*) AS n FROM conversations", "--json", .. more])).Json[0].GetProperty("n").GetInt32();

        async Task<CliResult> DoneAsync(params string[] arguments)
        {
            var result = await CallAsync(arguments);
            Assert.True(result.ExitCode == 0, result.Output + result.Errors);
            return result;
        }

        Task<CliResult> CallAsync(params string[] arguments) => Cli.CallAsync(temp.Under("home"), _keeping, clock, Stop, arguments);
    }

    [Fact]
    public async Task A_lake_that_was_copied_says_where_it_is_once_relocated()
    {
        using var temp = new TempFolder();
        await File.WriteAllTextAsync(temp.Under("in.jsonl"), Row("c1") + "\n", Stop);
        Assert.Equal(0, (await Cli.CallAsync(temp.Under("home"), Stop, "run", "--source", "files:" + temp.Under("in.jsonl"))).ExitCode);
        Directory.Move(temp.Under("home"), temp.Under("moved"));
        var moved = await Cli.CallAsync(temp.Under("moved"), Stop, "lake", "relocate");
        Assert.True(moved.ExitCode == 0, moved.Output + moved.Errors);
        Assert.Contains(temp.Under("moved"), moved.Output, StringComparison.Ordinal);
        var again = await Cli.CallAsync(temp.Under("moved"), Stop, "lake", "relocate");
        Assert.StartsWith("Every table already has this address.", again.Output, StringComparison.Ordinal);
        var other = await Cli.CallAsync(temp.Under("moved"), Stop, "lake", "relocate", "--to", "s3a://bucket/lake");
        Assert.Contains("s3a://bucket/lake", other.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await Cli.CallAsync(temp.Under("moved"), Stop, "lake", "relocate", "--to", "not an address")).ExitCode);
    }

    private static string Row(string id) =>
        $$"""{"id":"{{id}}","app_id":"a","mode":"chat","name":"n","inputs":"{}","status":"normal","from_source":"api","created_at":"2025-09-30 10:00:00+00:00","updated_at":"2025-09-30 10:00:00+00:00","is_deleted":false}""";
}
