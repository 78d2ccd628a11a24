using System.Text;
using Colloquy.IntegrationTests.Laws;
using Colloquy.IntegrationTests.Mongo;
using Colloquy.Stores;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.EndToEnd;

/// <summary>Passwords and keys go to the servers and nowhere else: no output, no log, no crash, no file, no list of processes.</summary>
public sealed class ServerSecretTests
{
    private const string Planted = "planted-secret-31415";

    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Secrets_are_in_no_output_no_file_and_no_list_of_processes()
    {
        using var temp = new TempFolder();
        var place = await Place.OfAsync(mongo: true, s3: true, Stop);
        var good = place.EnvironmentOf(temp.Path).ToImmutableDictionary().Remove("COLLOQUY_HOME");
        var secret = good["AWS_SECRET_ACCESS_KEY"];
        var address = good["MONGODB_URI"]["mongodb://".Length..];
        var said = new StringBuilder();

        Assert.Equal(0, await CallAsync(good, "run", "--source", "files:" + Repository.Sample));
        foreach (var command in (string[][])[["status"], ["status", "--json"], ["doctor"], ["query", "SELECT count(*) FROM messages"], ["lake", "snapshots"], ["search", "the"]])
        {
            Assert.Equal(0, await CallAsync(good, command));
        }

        // Wrong ones: a password that the server does not know, an address where nobody is, an address that is none, keys that are refused.
        var password = good.SetItem("MONGODB_URI", $"mongodb://user:{Planted}@{address}");
        var nobody = good.SetItem("MONGODB_URI", $"mongodb://user:{Planted}@127.0.0.1:1/?serverSelectionTimeoutMS=200").SetItem("MAX_RETRIES", "1");
        var nonsense = good.SetItem("MONGODB_URI", $"mongodb://user:{Planted}@:x:y/");
        var keys = good.SetItem("AWS_SECRET_ACCESS_KEY", Planted).SetItem("AWS_SESSION_TOKEN", Planted).SetItem("MAX_RETRIES", "1");
        foreach (var wrong in (ImmutableDictionary<string, string>[])[password, nobody, nonsense, keys])
        {
            foreach (var command in (string[])["run", "doctor", "status"])
            {
                Assert.NotEqual(0, await CallAsync(wrong, command));
            }
        }

        Assert.DoesNotContain(Planted, said.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(secret, said.ToString(), StringComparison.OrdinalIgnoreCase);
        foreach (var needle in (string[])[Planted, secret])
        {
            Assert.All(
                Directory.GetFiles(temp.Path, "*", SearchOption.AllDirectories), file => Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(needle)) < 0, file));
            Assert.All(await place.DocumentsAsync(temp.Path, Stop), document => Assert.True(document.Document.AsSpan().IndexOf(Encoding.UTF8.GetBytes(needle)) < 0, document.Collection));
        }

        if (OperatingSystem.IsLinux())
        {
            using var process = Cli.StartIn(place.EnvironmentOf(temp.Path), "run", "--source", "files:" + Repository.Sample, "--quiet");
            var line = await File.ReadAllTextAsync($"/proc/{process.Id}/cmdline", Stop);
            await process.WaitForExitAsync(Stop);
            Assert.Contains("run", line, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, line, StringComparison.Ordinal);
        }

        async Task<int> CallAsync(ImmutableDictionary<string, string> variables, params string[] arguments)
        {
            var result = await Cli.CallAsync(temp.Path, variables, TimeProvider.System, Stop, [.. arguments, "--log-level", "Trace"]);
            said.AppendLine(result.Output).AppendLine(result.Errors);
            return result.ExitCode;
        }
    }

    [Fact]
    public async Task A_store_is_copied_to_MongoDB_and_back_and_compared()
    {
        using var temp = new TempFolder();
        var server = await MongoServer.SharedAsync(Stop);
        var database = server.NewDatabase();
        var variables = ImmutableDictionary<string, string>.Empty.Add("MONGODB_URI", server.Uri).Add("MONGODB_DATABASE", database.Database);
        Assert.Equal(0, (await Cli.CallAsync(temp.Under("one"), ImmutableDictionary<string, string>.Empty, TimeProvider.System, Stop, "run", "--source", "files:" + Repository.Sample)).ExitCode);

        var there = await Cli.CallAsync(temp.Under("one"), variables, TimeProvider.System, Stop, "store", "copy", "--from", "sqlite", "--to", "mongodb", "--json");
        Assert.True(there.ExitCode == 0, there.Output + there.Errors);
        var records = there.Json.GetProperty("kinds").EnumerateArray().First();
        Assert.Equal((300, 300), (records.GetProperty("items").GetInt32(), records.GetProperty("written").GetInt32()));

        // Given again it writes nothing of what is there; what is missing comes back.
        var again = await Cli.CallAsync(temp.Under("one"), variables, TimeProvider.System, Stop, "store", "copy", "--from", "sqlite", "--to", "mongodb", "--json");
        Assert.All(again.Json.GetProperty("kinds").EnumerateArray().Where(kind => kind.GetProperty("kind").GetString() != "runs"), kind => Assert.Equal(0, kind.GetProperty("written").GetInt32()));

        var back = await Cli.CallAsync(temp.Under("two"), variables, TimeProvider.System, Stop, "store", "copy", "--from", "mongodb", "--to", "sqlite");
        Assert.True(back.ExitCode == 0, back.Output + back.Errors);
        Assert.DoesNotContain("DIFFERENT", back.Output, StringComparison.Ordinal);
        await using var one = await Home.OpenAsync(temp.Under("one"), Stop);
        await using var two = await Home.OpenAsync(temp.Under("two"), Stop);
        var (before, after) = (await Content.OfAsync(one.Store, [], Stop), await Content.OfAsync(two.Store, [], Stop));
        before.AssertSame(after);
        Assert.Empty(await two.Store.ReadDueDaysAsync(DayProjection.Lake, (await DoneRevisionAsync(one)), false, Stop));

        static async Task<string> DoneRevisionAsync(Home home) =>
            (await home.Store.ExportAsync(Stores.Copying.StoreItemKind.DayMarks, Stop).OfType<Stores.Copying.DayMarkItem>().FirstAsync(mark => mark.Projection == DayProjection.Lake, Stop)).DoneRevision!;
    }
}
