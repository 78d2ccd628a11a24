using System.Globalization;
using System.IO.Compression;
using System.Text;
using Colloquy.TestKit;
using Colloquy.TestKit.Sources;

namespace Colloquy.IntegrationTests.EndToEnd;

/// <summary>Small files that unpack to much, read by a process that may have little memory. <c>COLLOQUY_TEST_ROUNDS</c> makes them as much larger.</summary>
public sealed class FloodTests
{
    // In hexadecimal, as the runtime reads it: 448 MB. Pages in flight take half of it; each flood would take more than all.
    private const string HeapLimit = "1C000000";

    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("COLLOQUY_TEST_ROUNDS"), CultureInfo.InvariantCulture, out var rounds) ? rounds : 1;

    [Fact]
    public async Task Packed_blank_lines_are_read_in_little_memory()
    {
        var lines = Encoding.ASCII.GetBytes(new string('\n', 1 << 20));
        var (exitCode, output, errors) = await CollectAsync(packed =>
        {
            for (var i = 0; i < 600 * Rounds; i++)
            {
                packed.Write(lines);
            }
        });
        Assert.True(exitCode == 0, output + errors);
    }

    [Fact]
    public async Task Packed_log_lines_become_letters_in_little_memory()
    {
        var filling = new string('.', 4_000);
        var lines = 60_000 * Rounds;
        var (exitCode, output, errors) = await CollectAsync(packed =>
        {
            for (var i = 0; i < lines; i++)
            {
                packed.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{i} served {filling}\n")));
            }
        });
        Assert.True(exitCode == 3, output + errors);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{lines} dead letters"), output + errors, StringComparison.Ordinal);
    }

    private static async Task<CliResult> CollectAsync(Action<Stream> write)
    {
        using var temp = new TempFolder();
        var rows = temp.Under("rows");
        temp.With([new("rows/conversations.jsonl", RowFormat.Lines(GarbageCorpus.GoodConversations))]);
        using (var packed = new GZipStream(File.Create(Path.Combine(rows, "messages.jsonl.gz")), CompressionLevel.Fastest))
        {
            write(packed);
        }

        using var process = Cli.StartIn(
            new Dictionary<string, string> { ["COLLOQUY_HOME"] = temp.Under("home"), ["DOTNET_GCHeapHardLimit"] = HeapLimit }, "collect", "--source", "files:" + rows, "--quiet");
        var output = process.StandardOutput.ReadToEndAsync(Stop);
        var errors = process.StandardError.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        return new CliResult(process.ExitCode, await output, await errors);
    }
}
