using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Colloquy.Analyse;
using Colloquy.Categorisers;
using Colloquy.Cli;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Lake;
using Colloquy.Pipeline;
using Colloquy.Sources.Files;
using Colloquy.Sources.Rows;
using Colloquy.Sqlite;
using Colloquy.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace Colloquy.Benchmarks;

/// <summary>
/// What labels cost a whole run: the pipeline with all categorisers, as <c>colloquy run</c> has them unless told otherwise, and with none, in turn, each in its own process
/// with an empty home.
/// </summary>
internal static class LabelCost
{
    private const string With = "labels", Without = "none";

    public static async Task<int> RunAsync(string folder, int runs)
    {
        var measured = new Dictionary<string, List<Measured>>(StringComparer.Ordinal) { [With] = [], [Without] = [] };
        for (var i = 0; i < runs; i++)
        {
            foreach (var (which, ofWhich) in measured)
            {
                using var home = new Scratch();
                ofWhich.Add(await Measured.RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "Colloquy.Benchmarks.dll"), "pipeline-once", folder, home.Path, which]));
                await Console.Error.WriteLineAsync($"run {i + 1}, {which}: {ofWhich[^1].Seconds:F2} s, {ofWhich[^1].CpuSeconds:F2} processor seconds");
            }
        }

        Print(folder, runs, Median(measured[With]), Median(measured[Without]));
        return 0;
    }

    /// <summary>One run, in this process; prints what its stages did as JSON.</summary>
    public static async Task<int> RunOnceAsync(string folder, string home, string which)
    {
        var options = OptionsReader.Read(new Dictionary<string, Variable>());
        await using var store = new SqliteStore(Path.Combine(home, "store.db"));
        await store.OpenAsync(CancellationToken.None);
        var rows = new RowReader(options.SourceZone);
        var parts = new WorkflowParts(
            new FilesSource(folder, rows, TimeProvider.System),
            rows,
            store,
            new IcebergLake(new LocalObjectStore(Path.Combine(home, "lake")), TimeProvider.System),
            new Lazy<Labeller>(() => which == With ? Parts.LabellerOf(options) : new Labeller([])),
            new Assembler(options.Dimensions),
            options.Workers,
            options.BatchSize);
        var run = await new Workflow(parts, TimeProvider.System, NullLogger.Instance, progress: null).RunAsync(RunRequest.Run, CancellationToken.None);
        Console.WriteLine(JsonSerializer.Serialize(run.Stages));
        return run.ExitCode ?? 1;
    }

    // By processor time: what else runs on the machine disturbs it least.
    private static Measured Median(List<Measured> runs) => runs.OrderBy(r => r.CpuSeconds).ElementAt(runs.Count / 2);

    private static void Print(string folder, int runs, Measured with, Measured without)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            Data: `{Path.GetFileName(folder)}`. Machine: {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}. Median of {runs} runs in turn by processor time, cold process, empty home.

            | | with labels | without | cost |
            |---|---:|---:|---:|
            | seconds | {with.Seconds:F1} | {without.Seconds:F1} | {(with.Seconds / without.Seconds) - 1:P0} |
            | processor seconds | {with.CpuSeconds:F1} | {without.CpuSeconds:F1} | {(with.CpuSeconds / without.CpuSeconds) - 1:P0} |
            | peak memory | {with.PeakBytes / 1e6:N0} MB | {without.PeakBytes / 1e6:N0} MB | |
            """));
        var stages = Stages(with).Zip(Stages(without));
        foreach (var (one, other) in stages)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {one.Name}, seconds | {one.Seconds:F1} | {other.Seconds:F1} | |"));
        }
    }

    private static StageRecord[] Stages(Measured run) => JsonSerializer.Deserialize<StageRecord[]>(run.Output)!;
}
