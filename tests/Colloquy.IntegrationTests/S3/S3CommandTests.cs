using Colloquy.IntegrationTests.EndToEnd;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.S3;

/// <summary>The commands with a lake in a bucket.</summary>
public sealed class S3CommandTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_publishes_into_the_bucket_and_queries_and_the_doctor_find_it_there()
    {
        using var temp = new TempFolder();
        var place = (await S3Server.SharedAsync(Stop)).NewPlace();
        var variables = new Dictionary<string, string>
        {
            ["COLLOQUY_SOURCE"] = "files:" + Repository.Sample,
            ["S3_BUCKET"] = place.Bucket,
            ["S3_PREFIX"] = place.Prefix,
            ["S3_ENDPOINT_URL"] = place.Endpoint!.AbsoluteUri,
            ["AWS_ACCESS_KEY_ID"] = place.Credentials!.AccessKey.Value,
            ["AWS_SECRET_ACCESS_KEY"] = place.Credentials.SecretKey.Value,
        }.ToImmutableDictionary();
        var home = temp.Under("home");
        CliResult[] results =
        [
            await EndToEnd.Cli.CallAsync(home, variables, TimeProvider.System, Stop, "run"),
            await EndToEnd.Cli.CallAsync(home, variables, TimeProvider.System, Stop, "query", "SELECT count(*) FROM utterances", "--csv"),
            await EndToEnd.Cli.CallAsync(home, variables, TimeProvider.System, Stop, "query", "SELECT count(*) FROM conversations", "--csv"),
            await EndToEnd.Cli.CallAsync(home, variables, TimeProvider.System, Stop, "doctor"),
            await EndToEnd.Cli.CallAsync(home, variables, TimeProvider.System, Stop, "status"),
        ];
        Assert.All(results, r => Assert.True(r.ExitCode == 0, r.Output + r.Errors));
        var folder = variables.Remove("S3_BUCKET");
        Assert.Equal(0, (await EndToEnd.Cli.CallAsync(temp.Under("folder"), folder, TimeProvider.System, Stop, "run")).ExitCode);
        foreach (var (index, table) in ((int, string)[])[(1, "utterances"), (2, "conversations")])
        {
            var there = await EndToEnd.Cli.CallAsync(temp.Under("folder"), folder, TimeProvider.System, Stop, "query", "SELECT count(*) FROM " + table, "--csv");
            Assert.Equal((0, there.Output), (there.ExitCode, results[index].Output));
        }

        Assert.Contains($"ok    bucket: s3://{place.Bucket}/{place.Prefix} at", results[3].Output, StringComparison.Ordinal);
        Assert.DoesNotContain("warn  bucket", results[3].Output, StringComparison.Ordinal);
        Assert.Contains($"s3://{place.Bucket}/{place.Prefix}", results[4].Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(home, "lake")));
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(home, "cache", "lake"), "*", SearchOption.AllDirectories));
        Assert.All(results, r => Assert.DoesNotContain(place.Credentials.SecretKey.Value, r.Output + r.Errors, StringComparison.Ordinal));
    }
}
