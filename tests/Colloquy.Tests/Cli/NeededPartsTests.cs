using Colloquy.Chat;
using Colloquy.Cli;
using Colloquy.Configuration;
using Colloquy.Mongo;
using Colloquy.S3;
using Colloquy.Sources.NocoDb;
using Colloquy.TestKit;

namespace Colloquy.Tests.Cli;

/// <summary>A command is told of problems in the settings that it uses, and of no others; a name that is none is refused everywhere.</summary>
public sealed class NeededPartsTests : IDisposable
{
    private const string Refused = "The configuration cannot be used";

    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    [Theory]
    [InlineData("status")]
    [InlineData("show", "c1")]
    [InlineData("search", "order")]
    [InlineData("report")]
    [InlineData("query", "SELECT 1")]
    [InlineData("dead-letters")]
    [InlineData("replay")]
    [InlineData("lake", "snapshots")]
    [InlineData("lake", "expire")]
    public async Task Commands_that_read_need_no_source(params string[] command)
    {
        var (code, output) = await CallAsync(command, (NocoDbSettings.Url, "nowhere"), (NocoDbSettings.Rate, "x"));
        Assert.DoesNotContain(Refused, output, StringComparison.Ordinal);
        Assert.NotEqual(2, code);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("run", "--watch", "1m")]
    [InlineData("collect")]
    [InlineData("doctor")]
    public async Task Commands_that_collect_list_every_problem_at_once(params string[] command)
    {
        var (code, output) = await CallAsync(command, (NocoDbSettings.Url, "nowhere"), (NocoDbSettings.Rate, "x"), (MongoSettings.Uri, "mongodb://127.0.0.1/?w=0"), (Settings.LakeKeep, "x"));
        Assert.Equal(2, code);
        Assert.All(
            (string[])[NocoDbSettings.Url, NocoDbSettings.Token, NocoDbSettings.Base, NocoDbSettings.Rate, MongoSettings.Uri, Settings.LakeKeep],
            name => Assert.Contains("  - " + name, output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ChatSettings.Model, "a model without an endpoint", "show", "c1")]
    [InlineData(Settings.Taxonomy, "no-such-file", "search", "order")]
    [InlineData(Settings.Models, "no-such-folder", "lake", "snapshots")]
    [InlineData(S3Settings.Bucket, "s3://no", "dead-letters")]
    [InlineData(Settings.RedactUsers, "true", "show", "c1")]
    [InlineData(Settings.BatchSize, "0", "status")]
    public async Task A_problem_in_an_unused_part_is_ignored(string name, string value, params string[] command)
    {
        var (_, output) = await CallAsync(command, (name, value));
        Assert.DoesNotContain(Refused, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MongoSettings.Uri, "nowhere", "show", "c1")]
    [InlineData(S3Settings.Bucket, "s3://no", "query", "SELECT 1")]
    [InlineData(Settings.Taxonomy, "no-such-file", "status")]
    [InlineData(Settings.RedactUsers, "true", "replay")]
    [InlineData("COLLOQUY_HOEM", "x", "show", "c1")]
    [InlineData("COLLOQUY_HOEM", "x", "demo")]
    public async Task A_problem_in_a_used_part_is_reported(string name, string value, params string[] command)
    {
        var (code, output) = await CallAsync(command, (name, value));
        Assert.Equal(2, code);
        Assert.Contains(Refused, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_uses_no_server_and_no_setting_but_its_home()
    {
        var (code, output) = await CallAsync(
            ["demo"],
            (NocoDbSettings.Url, "http://127.0.0.1:1"), (MongoSettings.Uri, "mongodb://127.0.0.1:1/"), (S3Settings.Bucket, "bucket"), (S3Settings.Endpoint, "http://127.0.0.1:1"),
            (Settings.Source, "files:nowhere"), (Settings.Taxonomy, "nowhere.yaml"), (ChatSettings.Endpoint, "http://127.0.0.1:1/v1"), (Settings.Dimensions, "plan"));
        Assert.True(code == 0, output);
        Assert.True(File.Exists(temp.Under("home/demo/store.db")));
        Assert.True(Directory.Exists(temp.Under("home/demo/lake")));
    }

    private async Task<(int ExitCode, string Output)> CallAsync(string[] arguments, params (string Name, string Value)[] variables)
    {
        using var output = new StringWriter();
        var environment = variables.Append((Settings.Home, temp.Under("home"))).ToDictionary(v => v.Item1, v => v.Item2);
        var code = await CommandLine.RunAsync(arguments, new Terminal(output, output, false, 100, environment, temp.Path), TimeProvider.System);
        return (code, output.ToString());
    }
}
