using System.Globalization;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.EndToEnd;

/// <summary>
/// Bits that change on the disk, and files that go, are never silent: either every answer is as before, or a command names the damage and ends with a code.
/// COLLOQUY_TEST_ROUNDS sets the number of changed bits of each kind of file.
/// </summary>
public sealed class DamageTests : IDisposable
{
    private const string Figures = "SELECT m.id, m.query, m.answer, m.conversation_id, c.name FROM messages m JOIN conversations c ON c.id = m.conversation_id ORDER BY ALL";

    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("COLLOQUY_TEST_ROUNDS") ?? "1", CultureInfo.InvariantCulture);

    private readonly TempFolder temp = new();

    private string Home => temp.Under("home");

    private string Input => "files:" + temp.Under("in");

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task No_changed_bit_of_store_or_lake_is_silent()
    {
        await RunAsync();
        var answers = await AnswersAsync(Home);
        Assert.All(answers, answer => Assert.Equal(0, answer.ExitCode));
        var random = new Random(14);
        var files = Directory.GetFiles(Home, "*", SearchOption.AllDirectories).Where(file => !file.Contains("cache", StringComparison.Ordinal)).ToList();
        foreach (var suffix in (string[])["store.db", ".parquet", ".metadata.json", ".avro"])
        {
            var ofKind = files.Where(file => file.EndsWith(suffix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
            for (var round = 0; round < Rounds; round++)
            {
                var file = ofKind[random.Next(ofKind.Count)];
                var at = random.NextInt64(new FileInfo(file).Length * 8);
                await CheckAsync(file, at, answers);
            }
        }
    }

    [Fact]
    public async Task A_run_writes_again_what_is_missing_from_the_lake()
    {
        await RunAsync();
        var answers = await AnswersAsync(Home);
        foreach (var (table, pattern) in ((string, string)[])[("conversations", "*.parquet"), ("messages", "v*.metadata.json"), ("reports", "*-m0-*.avro")])
        {
            var newest = Directory.GetFiles(Path.Combine(Home, "lake", table), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();
            await File.WriteAllBytesAsync(newest, [], Stop);
        }

        var status = await Cli.CallAsync(Home, Stop, "status");
        Assert.NotEqual(0, status.ExitCode);
        Assert.Contains("colloquy run", status.Output + status.Errors, StringComparison.Ordinal);
        await RunAsync();
        Assert.Equal(answers, await AnswersAsync(Home));
    }

    private static async Task<IReadOnlyList<CliResult>> AnswersAsync(string home)
    {
        var found = new List<CliResult>();
        foreach (var command in (string[][])[["report", "--kind", "month", "--format", "json"], ["query", Figures, "--csv"]])
        {
            found.Add(await Cli.CallAsync(home, Stop, command));
        }

        return found;
    }

    private async Task CheckAsync(string file, long bit, IReadOnlyList<CliResult> answers)
    {
        var copy = temp.Under("copy");
        Copy(Home, copy);
        var damaged = Path.Combine(copy, Path.GetRelativePath(Home, file));
        var content = await File.ReadAllBytesAsync(damaged, Stop);
        content[bit / 8] ^= (byte)(1 << (int)(bit % 8));
        await File.WriteAllBytesAsync(damaged, content, Stop);
        var name = $"{Path.GetRelativePath(Home, file)} bit {bit}";
        foreach (var (before, after) in answers.Zip(await AnswersAsync(copy)))
        {
            Assert.True(after.ExitCode != 0 || after.Output == before.Output, name + ": " + after.Errors);
            Assert.DoesNotContain("   at ", after.Errors, StringComparison.Ordinal);
        }

        // Publishing everything again from the damaged home: the same content, or an error that names it.
        var run = await Cli.CallAsync(copy, Stop, "run", "--full", "--source", Input);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        if (run.ExitCode == 0)
        {
            Assert.Equal(answers.Select(answer => answer.Output), (await AnswersAsync(copy)).Select(answer => answer.Output));
        }

        Directory.Delete(copy, recursive: true);
    }

    private async Task RunAsync()
    {
        if (!Directory.Exists(temp.Under("in")))
        {
            Directory.CreateDirectory(temp.Under("in"));
            foreach (var name in (string[])["conversations.jsonl", "messages.jsonl"])
            {
                File.Copy(Path.Combine(Repository.Root, "samples", "data", name), Path.Combine(temp.Under("in"), name));
            }
        }

        var run = await Cli.CallAsync(Home, Stop, "run", "--source", Input);
        Assert.True(run.ExitCode == 0, run.Errors);
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
