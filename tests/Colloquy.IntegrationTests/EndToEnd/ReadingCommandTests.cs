using Colloquy.IntegrationTests.Laws;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.EndToEnd;

/// <summary>Commands that read create and change nothing: where there is no store, where nothing may be written, beside a run.</summary>
public sealed class ReadingCommandTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private static readonly string[][] Commands =
    [
        ["status"], ["show", "7a1f"], ["search", "card"], ["report"], ["dead-letters"], ["analyse", "--diff"], ["query", "SELECT count(*) FROM messages"], ["lake", "snapshots"],
    ];

    [Fact]
    public async Task A_folder_without_a_store_is_an_error_and_stays_as_it_is()
    {
        using var temp = new TempFolder();
        foreach (var command in Commands)
        {
            var home = temp.Under("home");
            var said = await Cli.CallAsync(home, Stop, command);
            Assert.True(said.ExitCode == 1 && said.Output.Length == 0, $"{command[0]}: {said.ExitCode} {said.Output}{said.Errors}");
            Assert.StartsWith("There is no ", said.Errors, StringComparison.Ordinal);
            Assert.EndsWith("Next: colloquy run", said.Errors.Trim(), StringComparison.Ordinal);
            Assert.False(Path.Exists(home), $"{command[0]} created {home}");
        }
    }

    [Fact]
    public async Task What_would_be_collected_is_said_before_there_is_a_store()
    {
        using var temp = new TempFolder();
        var said = await Cli.CallAsync(temp.Under("home"), Stop, "collect", "--plan", "--source", "files:" + Repository.Sample);
        Assert.True(said.ExitCode == 0, said.Errors);
        Assert.False(Path.Exists(temp.Under("home")));
    }

    [Fact]
    public async Task A_report_logs_a_run_only_when_it_has_figures_to_count()
    {
        using var temp = new TempFolder();
        await RunAsync("collect", "--source", "files:" + Repository.Sample);
        await RunAsync("analyse");
        Assert.Equal(["report", "analyse", "collect"], await RunsAfterReportAsync());

        // The days are still to be published, but their figures are counted.
        Assert.Equal(["report", "analyse", "collect"], await RunsAfterReportAsync());
        await RunAsync("publish");
        Assert.Equal(["publish", "report", "analyse", "collect"], await RunsAfterReportAsync());

        async Task RunAsync(params string[] command)
        {
            var said = await Cli.CallAsync(temp.Path, Stop, [.. command, "--quiet"]);
            Assert.True(said.ExitCode == 0, said.Errors);
        }

        async Task<IEnumerable<string?>> RunsAfterReportAsync()
        {
            await RunAsync("report");
            var status = (await Cli.CallAsync(temp.Path, Stop, "status", "--json")).Json;
            return status.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("command").GetString());
        }
    }

    [Fact]
    public async Task They_answer_where_nothing_may_be_written_and_change_nothing()
    {
        await Namespaces.RequireAsync();
        using var temp = new TempFolder();
        var home = temp.Under("home");
        var run = await Cli.CallAsync(home, Stop, "run", "--source", "files:" + Repository.Sample, "--quiet");
        Assert.True(run.ExitCode == 0, run.Errors);
        await AssertReadAsync(home);

        // As a run leaves it that is killed: with a log beside the file.
        var killed = temp.Under("killed");
        await using (var writer = await Home.OpenAsync(home, Stop))
        {
            await writer.Store.BeginRunAsync("run", new DateTimeOffset(2025, 4, 1, 12, 0, 0, TimeSpan.Zero), Stop);
            await Programs.RunAsync(temp.Path, "cp", ["-r", home, killed]);
        }

        Assert.True(new FileInfo(Path.Combine(killed, "store.db-wal")).Length > 0);
        await AssertReadAsync(killed);
    }

    [Fact]
    public async Task They_answer_beside_a_run()
    {
        using var temp = new TempFolder();
        Assert.Equal(0, (await Cli.CallAsync(temp.Path, Stop, "run", "--source", "files:" + Repository.Sample, "--quiet")).ExitCode);
        await using var running = await Home.OpenAsync(temp.Path, Stop);
        await using var hold = await running.Store.TakeAsync(Stop);
        foreach (var command in Commands.Where(command => command[0] != "show"))
        {
            var said = await Cli.CallAsync(temp.Path, Stop, command);
            Assert.True(said.ExitCode == 0, $"{command[0]}: {said.ExitCode} {said.Output}{said.Errors}");
        }

        foreach (var command in (string[][])[["replay"], ["lake", "expire"], ["lake", "relocate"], ["report", "--rebuild"], ["analyse"], ["publish"]])
        {
            var said = await Cli.CallAsync(temp.Path, Stop, command);
            Assert.True(said.ExitCode == 1 && said.Errors.Contains("Another run holds", StringComparison.Ordinal), $"{command[0]}: {said.ExitCode} {said.Output}{said.Errors}");
        }
    }

    [Theory]
    [InlineData(null, 0x180, 0x1C0)]
    [InlineData("group", 0x1A0, 0x1E8)]
    public async Task Everything_that_is_created_has_the_rights_that_were_asked_for(string? share, int file, int folder)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Rights are inherited there.");
        using var temp = new TempFolder();
        var home = temp.Under("home");
        var variables = share is null ? ImmutableDictionary<string, string>.Empty : ImmutableDictionary<string, string>.Empty.Add("COLLOQUY_SHARE", share);
        foreach (var command in (string[][])[["demo"], ["report", "--output", Path.Combine(home, "report.csv"), "--format", "csv", "--home", Path.Combine(home, "demo")], ["search", "card", "--home", Path.Combine(home, "demo")]])
        {
            var said = await Cli.CallAsync(home, variables, TimeProvider.System, Stop, command);
            Assert.True(said.ExitCode == 0, $"{command[0]}: {said.ExitCode} {said.Output}{said.Errors}");
        }

        foreach (var path in Directory.GetFileSystemEntries(home, "*", SearchOption.AllDirectories).Append(home))
        {
            Assert.Equal(((UnixFileMode)(Directory.Exists(path) ? folder : file), path), (ModeOf(path), path));
        }
    }

    [Fact]
    public async Task Rights_that_are_not_known_are_refused()
    {
        using var temp = new TempFolder();
        var said = await Cli.CallAsync(temp.Path, ImmutableDictionary<string, string>.Empty.Add("COLLOQUY_SHARE", "0777"), TimeProvider.System, Stop, "status");
        Assert.Equal(2, said.ExitCode);
        Assert.Contains("COLLOQUY_SHARE", said.Errors, StringComparison.Ordinal);
    }

    private static async Task AssertReadAsync(string home)
    {
        var before = Files(home);
        await using var store = await Home.OpenAsync(Copy(home), Stop);
        var id = (await store.Store.SearchAsync("card", 1, Stop))[0].ConversationId;
        foreach (var command in Commands)
        {
            using var process = Namespaces.StartReadOnly(home, [command[0], .. command.Skip(1).Select(argument => argument == "7a1f" ? id : argument)]);
            var output = process.StandardOutput.ReadToEndAsync(Stop);
            var errors = process.StandardError.ReadToEndAsync(Stop);
            await process.WaitForExitAsync(Stop);
            Assert.True(process.ExitCode == 0, $"{command[0]}: {await output}{await errors}");
        }

        Assert.Equal(before, Files(home));
    }

    private static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);

    private static string Copy(string home)
    {
        var copy = home + "-copy";
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(home))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        return copy;
    }

    private static List<(string, long, DateTime)> Files(string home) =>
        [.. Directory.GetFiles(home, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => (path, new FileInfo(path).Length, File.GetLastWriteTimeUtc(path)))];
}
