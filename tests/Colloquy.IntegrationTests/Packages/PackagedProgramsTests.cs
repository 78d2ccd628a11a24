using System.Net;
using System.Text.Json;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Stores;
using Colloquy.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Colloquy.IntegrationTests.Packages;

/// <summary>Programs outside the repository host runs with nothing but the packages, a source and a categoriser of their own.</summary>
public sealed class PackagedProgramsTests(PackageFeed feed) : IClassFixture<PackageFeed>
{
    private const string Chats = """
        {"Id":"m1","ConversationId":"c1","CreatedAt":"2025-04-01T09:00:00Z","Query":"Where is my parcel?","Answer":"It arrives today."}
        {"Id":"m2","ConversationId":"c1","CreatedAt":"2025-04-01T09:01:00Z","Query":"Thank you!","Answer":"You are welcome."}
        """;

    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ConsoleHost")]
    [InlineData("WebHost")]
    public void A_program_has_at_most_thirty_lines(string sample)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "samples", sample, "Program.cs"));
        Assert.InRange(lines.Length, 1, 30);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 140));
    }

    [Fact]
    public async Task A_console_program_hosts_a_run()
    {
        var hosting = $"""<PackageReference Include="Microsoft.Extensions.Hosting" Version="{PinnedVersion("Microsoft.Extensions.Hosting")}" />""";
        var (folder, program) = await feed.BuildAsync("ConsoleHost", "Microsoft.NET.Sdk", hosting);
        await File.WriteAllTextAsync(Path.Combine(folder, "chats.jsonl"), Chats, Stop);

        var output = await Programs.RunAsync(folder, "dotnet", [program]);

        Assert.Contains("Outcome = Succeeded, ExitCode = 0", output, StringComparison.Ordinal);
        await AssertStoredAndLabelledAsync(folder);
    }

    [Fact]
    public async Task An_ASPNET_Core_program_hosts_runs_and_answers_with_their_status()
    {
        var (folder, program) = await feed.BuildAsync("WebHost", "Microsoft.NET.Sdk.Web");
        await File.WriteAllTextAsync(Path.Combine(folder, "chats.jsonl"), Chats, Stop);
        await using var server = ServerProcess.Start(folder, "dotnet", [program], [new("ASPNETCORE_URLS", "http://127.0.0.1:0")]);
        try
        {
            const string Listening = "      Now listening on: ";
            var address = (await server.LineAsync(Listening, Stop))[Listening.Length..];

            var status = await SucceededAsync(new Uri(address));

            Assert.True(status.GetProperty("reconciled").GetBoolean());
            Assert.Equal(0, status.GetProperty("runs")[0].GetProperty("exit_code").GetInt32());
            await AssertStoredAndLabelledAsync(folder);
        }
        finally
        {
            await server.KillAsync();
        }
    }

    private static async Task<JsonElement> SucceededAsync(Uri address)
    {
        using var client = new HttpClient { BaseAddress = address };
        while (true)
        {
            // Before the first run has made the store there is no status.
            using var answer = await client.GetAsync(new Uri("/status", UriKind.Relative), Stop);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                var status = (await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(Stop), default, Stop)).RootElement;
                var outcome = status.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("outcome").GetString()).FirstOrDefault();
                if (outcome is not (null or "running"))
                {
                    Assert.Equal("succeeded", outcome);
                    return status;
                }
            }

            await Task.Delay(100, Stop);
        }
    }

    private static async Task AssertStoredAndLabelledAsync(string folder)
    {
        var options = OptionsReader.Read(
            new Dictionary<string, Variable> { [Settings.Home] = new(Path.Combine(folder, "colloquy-data"), "test") });
        await using var session = await Session.OpenReadOnlyAsync(options, NullLoggerFactory.Instance, TimeProvider.System, Stop);
        var stored = await session.Store.ReadThreadAsync("c1", Stop);
        Assert.NotNull(stored);
        Assert.Equal(["Where is my parcel?", "Thank you!"], stored.Thread.Messages.Select(message => message.Query));
        Assert.Contains(stored.Labels, label => label is { Turn: null, Kind: "length", Value: "short", Classifier: "length" });
    }

    private static string PinnedVersion(string package) =>
        System.Xml.Linq.XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .Single(version => (string?)version.Attribute("Include") == package).Attribute("Version")!.Value;
}
