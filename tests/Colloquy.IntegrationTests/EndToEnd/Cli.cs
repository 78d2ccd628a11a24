using System.Diagnostics;
using System.Text.Json;
using Colloquy.Cli;
using Colloquy.Query;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.EndToEnd;

/// <summary>The command line: the real executable in a process of its own, or the same entry called within this process.</summary>
internal static class Cli
{
    /// <summary>The executable where its own build put it. The copy beside the tests is incomplete: ASP.NET Core, which the tests use, brings some of its files.</summary>
    public static string Dll { get; } = Path.GetFullPath(Path.Combine(
        Repository.Root, "src", "Colloquy.Cli", Path.GetRelativePath(Path.Combine(Repository.Root, "tests", "Colloquy.IntegrationTests"), AppContext.BaseDirectory), "Colloquy.Cli.dll"));

    /// <summary>Calls the entry of the executable with an environment that holds nothing but the home.</summary>
    public static Task<CliResult> CallAsync(string home, CancellationToken stop, params string[] arguments) =>
        CallAsync(home, ImmutableDictionary<string, string>.Empty, TimeProvider.System, stop, arguments);

    /// <summary>The same with more in the environment.</summary>
    public static async Task<CliResult> CallAsync(
        string home, ImmutableDictionary<string, string> variables, TimeProvider clock, CancellationToken stop, params string[] arguments)
    {
        stop.ThrowIfCancellationRequested();
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var environment = variables.Add("COLLOQUY_HOME", home);
        var terminal = new Terminal(output, errors, ErrorIsTerminal: false, Width: 100, environment, Folder: Path.GetTempPath())
        {
            Engine = EngineHost.Child("dotnet", Dll, SqlEngine.Verb),
        };
        var code = await CommandLine.RunAsync(arguments, terminal, clock);
        return new CliResult(code, output.ToString(), errors.ToString());
    }

    public static async Task<CliResult> RunAsync(string home, CancellationToken stop, params string[] arguments)
    {
        using var process = Start(home, arguments);
        var output = process.StandardOutput.ReadToEndAsync(stop);
        var errors = process.StandardError.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        return new CliResult(process.ExitCode, await output, await errors);
    }

    /// <summary>Runs the executable and kills it when its work takes longer. The time counts from the moment the run is in the store, however slow the machine starts.</summary>
    /// <returns>True when it was killed. Otherwise it ended with 0, or the test fails with what it said.</returns>
    public static async Task<bool> RunOrKillAsync(Dictionary<string, string> environment, TimeSpan killAfter, CancellationToken stop, params string[] arguments)
    {
        using var process = StartIn(new Dictionary<string, string>(environment) { ["LOG_LEVEL"] = "Information" }, arguments);
        var output = process.StandardOutput.ReadToEndAsync(stop);
        var begin = await process.StandardError.ReadLineAsync(stop);
        var errors = process.StandardError.ReadToEndAsync(stop);
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(stop);
        timer.CancelAfter(killAfter);
        try
        {
            await process.WaitForExitAsync(timer.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            process.Kill();
            await process.WaitForExitAsync(stop);
            return true;
        }

        Assert.True(process.ExitCode == 0, await output + begin + await errors);
        return false;
    }

    public static Process Start(string home, params string[] arguments) => StartIn(new Dictionary<string, string> { ["COLLOQUY_HOME"] = home }, arguments);

    /// <summary>As a script starts a program in the background.</summary>
    public static Process StartIgnoringInterrupts(string home, params string[] arguments) =>
        StartProgram(new() { ["COLLOQUY_HOME"] = home }, "sh", ["-c", "trap '' INT; exec dotnet \"$@\"", "sh", Dll, .. arguments]);

    /// <summary>With more in its environment than the home.</summary>
    public static Process StartIn(Dictionary<string, string> environment, params string[] arguments) =>
        StartProgram(environment, "dotnet", [Dll, .. arguments]);

    private static Process StartProgram(Dictionary<string, string> environment, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        Signal.BeHeardByChildren();
        return Process.Start(start)!;
    }
}

internal sealed record CliResult(int ExitCode, string Output, string Errors)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;
}
