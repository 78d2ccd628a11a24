using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Colloquy.Analyse;
using Colloquy.Categorisers;
using Colloquy.Collect;
using Colloquy.Lake;
using Colloquy.Sources;
using Colloquy.Sources.NocoDb;
using Colloquy.Sources.Rows;
using Colloquy.Sqlite;
using Colloquy.Units;

namespace Colloquy.Benchmarks;

/// <summary>Collects everything from a NocoDB into an empty store, in turn with the bare clients, each in its own process, and prints the medians.</summary>
internal static class NocoDbCollect
{
    private static readonly (string Name, string Mode)[] Clients = [("colloquy collect", "collect"), ("bare, keyset", "keyset"), ("bare, offset", "offset")];

    /// <summary>One client in this process; its totals go to stdout.</summary>
    public static async Task RunClientAsync(string mode, int concurrency)
    {
        using var server = new NocoDbServer();
        var totals = mode == "collect" ? await CollectAsync(server, concurrency) : await new BarePaging(server, concurrency).RunAsync(mode == "keyset");
        Console.WriteLine(JsonSerializer.Serialize(totals));
    }

    public static async Task<int> RunAsync(int runs, int concurrency)
    {
        var results = Clients.ToDictionary(client => client.Name, _ => new List<(Measured Run, ReadTotals Totals)>());
        var self = Path.Combine(AppContext.BaseDirectory, "Colloquy.Benchmarks.dll");
        for (var i = 0; i < runs; i++)
        {
            // Offsets take five times as long and differ little from run to run: once is enough.
            foreach (var (name, mode) in Clients.Where(client => i == 0 || client.Mode != "offset"))
            {
                var run = await Measured.RunAsync("dotnet", [self, "nocodb-client", mode, concurrency.ToString(CultureInfo.InvariantCulture)]);
                results[name].Add((run, JsonSerializer.Deserialize<ReadTotals>(run.Output)!));
                await Console.Error.WriteLineAsync($"run {i + 1}: {name} {run.Seconds:F2} s");
            }
        }

        var medians = Clients.Select(client => (client.Name, Median: results[client.Name].OrderBy(r => r.Run.Seconds).ElementAt(results[client.Name].Count / 2))).ToList();
        var rate = medians[0].Median.Totals.Rows / medians[0].Median.Run.Seconds;
        Console.WriteLine($"""
            Rows: {medians[0].Median.Totals.Rows:N0}. Requests in flight: {concurrency}. Machine: {Environment.ProcessorCount} cores with NocoDB and PostgreSQL on them, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}. Median of {runs} runs in turn (offset: one), cold process, empty store.

            | client | seconds | rows/s | colloquy is | requests | answers | processor s | peak memory |
            |---|---:|---:|---:|---:|---:|---:|---:|
            """);
        foreach (var (name, (run, totals)) in medians)
        {
            var own = totals.Rows / run.Seconds;
            Console.WriteLine(
                $"| {name} | {run.Seconds:F1} | {own:N0} | {rate / own:P0} | {totals.Requests:N0} | {totals.Bytes / 1e6:N0} MB | {run.CpuSeconds:F1} | {run.PeakBytes / 1e6:N0} MB |");
        }

        return 0;
    }

    private static async Task<ReadTotals> CollectAsync(NocoDbServer server, int concurrency)
    {
        using var home = new Scratch();
        var rows = new RowReader(TimeZoneInfo.Utc);
        using var source = new NocoDbSource(server.Options, rows, TimeProvider.System);
        await using var store = new SqliteStore(Path.Combine(home.Path, "store.db"));
        await store.OpenAsync(CancellationToken.None);
        var lake = new IcebergLake(new LocalObjectStore(Path.Combine(home.Path, "lake")), TimeProvider.System);
        var executor = new LocalExecutor(new UnitContext(store, lake, new Lazy<Labeller>(new Labeller([])), new Assembler([])), 1);
        var result = await new Collector(source, store, rows, executor, pageSize: 5_000, concurrency, progress: null)
            .CollectAsync(RowScope.Everything, full: false, CancellationToken.None);
        return new ReadTotals(result.Rows, source.Requests, source.Bytes);
    }
}
