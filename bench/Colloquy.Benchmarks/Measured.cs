using System.Diagnostics;

namespace Colloquy.Benchmarks;

/// <summary>A child process run to its end: seconds on the clock, seconds of processor, highest resident memory, what it printed.</summary>
internal sealed record Measured(double Seconds, double CpuSeconds, long PeakBytes, int ExitCode, string Output)
{
    public static async Task<Measured> RunAsync(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        long peak = 0;
        var cpu = TimeSpan.Zero;
        while (!process.WaitForExit(20))
        {
            try
            {
                process.Refresh();
                peak = Math.Max(peak, process.PeakWorkingSet64);
                cpu = process.TotalProcessorTime;
            }
            catch (InvalidOperationException)
            {
                // It ended between the two calls.
            }
        }

        return new Measured(watch.Elapsed.TotalSeconds, cpu.TotalSeconds, peak, process.ExitCode, await output);
    }
}
