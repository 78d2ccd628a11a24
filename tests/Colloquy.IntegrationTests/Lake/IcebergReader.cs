using System.Diagnostics;
using System.Text.Json;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.Lake;

/// <summary>An Iceberg reader that is not ours: npm's icebird, installed by the first test that asks for it.</summary>
internal static class IcebergReader
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "servers", "iceberg");
    private static readonly Lazy<Task> Installed = new(InstallAsync);

    /// <param name="tables">Columns whose texts are compared and columns that are summed, by table.</param>
    public static async Task<IReadOnlyDictionary<string, TableContent>> ReadAsync(
        string lake, IEnumerable<(string Table, string[] Texts, string[] Sums)> tables, CancellationToken stop)
    {
        await Installed.Value.WaitAsync(stop);
        var arguments = tables.Select(t => $"{t.Table}={string.Join(',', t.Texts)}:{string.Join(',', t.Sums)}");
        var json = await RunAsync("node", ["read.mjs", lake.Replace('\\', '/'), .. arguments]);
        return JsonSerializer.Deserialize<Dictionary<string, TableContent>>(json, JsonSerializerOptions.Web)!;
    }

    private static async Task InstallAsync()
    {
        var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        if (!Repository.OnCi && !IsThere(npm))
        {
            Assert.Skip("npm is not installed: it brings the Iceberg reader that is not ours.");
        }

        await RunAsync(npm, ["ci", "--no-audit", "--no-fund", "--silent"]);
    }

    private static bool IsThere(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static async Task<string> RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {arguments[0]}: {await errors}");
        return await output;
    }
}

/// <param name="Digest">SHA-256 over the sorted rows' texts, so that order does not matter.</param>
internal sealed record TableContent(long Rows, string[] Columns, string Digest, Dictionary<string, decimal> Sums);
