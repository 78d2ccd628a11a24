using Colloquy.Cli;
using Colloquy.Cli.Commands;
using Colloquy.Configuration;
using Colloquy.Mongo;
using Colloquy.Sources;
using Colloquy.TestKit;

namespace Colloquy.Tests.Cli;

/// <summary>What <c>doctor</c> says of sources and disks.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task No_source_is_a_finding_and_not_everything_in_place()
    {
        var (code, output) = await DoctorAsync([]);
        Assert.Equal(1, code);
        Assert.Contains("FAIL  source: none is configured", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Everything is in place", output, StringComparison.Ordinal);
        Assert.EndsWith("Fix the failed checks, then run `colloquy doctor` again.", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("w=0", "w=0")]
    [InlineData("readPreference=secondaryPreferred", "readPreference=secondaryPreferred")]
    public async Task Options_of_a_connection_string_that_lose_rows_are_refused_by_name(string option, string named)
    {
        var (code, output) = await DoctorAsync([(MongoSettings.Uri, "mongodb://me:hush@127.0.0.1:1/?" + option)]);
        Assert.Equal(2, code);
        Assert.Contains("MONGODB_URI: " + named, output, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_file_system_is_named_once_by_where_it_is_mounted()
    {
        var all = Volumes.Of([("home", temp.Under("home")), ("store", temp.Under("home/store.db")), ("lake", temp.Path)]).ToList();
        Assert.Equal(["home", "store", "lake"], Assert.Single(all).Parts);
        Assert.True(all[0].Free > 0);
    }

    [Fact]
    public void A_link_to_another_file_system_is_followed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && DriveInfo.GetDrives().Any(d => d.Name == "/dev/shm"), "There is no second file system here.");
        Directory.CreateSymbolicLink(temp.Under("lake"), "/dev/shm");
        Directory.CreateSymbolicLink(temp.Under("again"), temp.Under("lake"));
        var all = Volumes.Of([("home", temp.Path), ("lake", temp.Under("lake/not/there/yet")), ("cache", temp.Under("again"))]).ToList();
        Assert.Equal(2, all.Count);
        Assert.Equal(("/dev/shm", "lake cache"), (all[1].Root, string.Join(' ', all[1].Parts)));
    }

    [Theory]
    [InlineData(20_000_000_000, null, true, "20.0 GB free on /data (home, store)")]
    [InlineData(20_000_000_000, 19_000_000_000L, true, "20.0 GB free on /data (home, store)")]
    [InlineData(20_000_000_000, 21_000_000_000L, false, "needs about 21.0 GB")]
    [InlineData(900_000_000, null, false, "Keep at least 1,000.0 MB free")]
    public void A_disk_that_is_too_small_for_the_source_is_a_warning(long free, long? needed, bool good, string said)
    {
        var finding = DoctorCommand.Space(new Volume("/data", free, ["home", "store"]), needed);
        Assert.Equal(good ? Health.Good : Health.Doubtful, finding.Health);
        Assert.Contains(said, finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_holds_neither_store_nor_lake_needs_no_room_for_the_source() =>
        Assert.Equal(Health.Good, DoctorCommand.Space(new Volume("/tmp", 2_000_000_000, ["temporary files"]), 9_000_000_000).Health);

    private async Task<(int ExitCode, string Output)> DoctorAsync((string Name, string Value)[] variables)
    {
        using var output = new StringWriter();
        var environment = variables.Append((Settings.Home, temp.Under("home"))).ToDictionary(v => v.Item1, v => v.Item2);
        var code = await CommandLine.RunAsync(["doctor"], new Terminal(output, output, false, 100, environment, temp.Path), TimeProvider.System);
        return (code, output.ToString());
    }
}
