using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Colloquy.Benchmarks;

/// <summary>
/// Runs <c>colloquy run</c> and the DuckDB conversion in turn, each in its own process with an empty home, and prints the medians with the
/// ratio of the two.
/// </summary>
internal static class Pipeline
{
    public static async Task<int> RunAsync(string folder, int runs)
    {
        var ours = new List<(Measured Run, JsonElement Status)>();
        var peers = new List<(Measured Run, long Bytes)>();
        for (var i = 0; i < runs; i++)
        {
            ours.Add(await ColloquyAsync(folder));
            peers.Add(await DuckDbAsync(folder));
            await Console.Error.WriteLineAsync($"run {i + 1}: colloquy {ours[^1].Run.Seconds:F2} s, DuckDB {peers[^1].Run.Seconds:F2} s");
        }

        var (run, status) = ours.OrderBy(o => o.Run.Seconds).ElementAt(runs / 2);
        var (peer, peerBytes) = peers.OrderBy(p => p.Run.Seconds).ElementAt(runs / 2);
        Print(folder, runs, run, status, peer, peerBytes);
        return run.ExitCode;
    }

    private static async Task<(Measured Run, JsonElement Status)> ColloquyAsync(string folder)
    {
        using var home = new Scratch();
        var environment = new Dictionary<string, string> { ["COLLOQUY_HOME"] = home.Path };
        var cli = Path.Combine(AppContext.BaseDirectory, "Colloquy.Cli.dll");
        var run = await Measured.RunAsync("dotnet", [cli, "run", "--source", "files:" + folder, "--quiet"], environment);
        var status = await Measured.RunAsync("dotnet", [cli, "status", "--json"], environment);
        return (run, JsonDocument.Parse(status.Output).RootElement);
    }

    private static async Task<(Measured Run, long Bytes)> DuckDbAsync(string folder)
    {
        using var output = new Scratch();
        var self = Path.Combine(AppContext.BaseDirectory, "Colloquy.Benchmarks.dll");
        var run = await Measured.RunAsync("dotnet", [self, "duckdb", folder, output.Path]);
        return (run, new DirectoryInfo(output.Path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length));
    }

    private static void Print(string folder, int runs, Measured run, JsonElement status, Measured peer, long peerBytes)
    {
        var messages = status.GetProperty("counts").GetProperty("messages").GetProperty("seen").GetInt64();
        var bytes = status.GetProperty("bytes");
        var raw = bytes.GetProperty("raw").GetInt64();
        var lake = bytes.GetProperty("lake").GetInt64();
        var store = bytes.GetProperty("store").GetInt64();
        Console.WriteLine($"""
            Data: `{Path.GetFileName(folder)}`, {messages:N0} messages, {Mega(raw)} of rows. Machine: {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}. Median of {runs} runs in turn, cold process, empty home.

            | | colloquy run | DuckDB to Parquet | ratio |
            |---|---:|---:|---:|
            | seconds | {run.Seconds:F1} | {peer.Seconds:F1} | {run.Seconds / peer.Seconds:F2} |
            | processor seconds | {run.CpuSeconds:F1} | {peer.CpuSeconds:F1} | {run.CpuSeconds / peer.CpuSeconds:F2} |
            | messages/s | {messages / run.Seconds:N0} | {messages / peer.Seconds:N0} | |
            | MB/s of rows | {raw / run.Seconds / 1e6:F0} | {raw / peer.Seconds / 1e6:F0} | |
            | peak memory | {Mega(run.PeakBytes)} | {Mega(peer.PeakBytes)} | {(double)run.PeakBytes / peer.PeakBytes:F2} |
            | lake (ours: all tables, labels and reports too) | {Mega(lake)}, {(double)lake / raw:P2} of raw | {Mega(peerBytes)}, {(double)peerBytes / raw:P2} of raw | {(double)lake / peerBytes:F2} |
            | store | {Mega(store)}, {(double)store / raw:P2} of raw | none | |

            | stage | items | seconds | share |
            |---|---:|---:|---:|
            """);
        var stages = status.GetProperty("runs")[0].GetProperty("stages").EnumerateArray().ToList();
        var total = run.Seconds;
        foreach (var stage in stages)
        {
            var seconds = stage.GetProperty("seconds").GetDouble();
            Console.WriteLine($"| {stage.GetProperty("name").GetString()} | {stage.GetProperty("items").GetInt64():N0} | {seconds:F1} | {seconds / total:P0} |");
        }

        var rest = total - stages.Sum(s => s.GetProperty("seconds").GetDouble());
        Console.WriteLine($"| start, settling, reconciling | | {rest:F1} | {rest / total:P0} |");
    }

    private static string Mega(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N1} MB");
}
