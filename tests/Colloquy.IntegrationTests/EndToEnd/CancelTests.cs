using Colloquy.IntegrationTests.Laws;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.EndToEnd;

/// <summary>Ctrl-C ends a run cleanly; the next one goes on.</summary>
public sealed class CancelTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_interrupted_run_exits_with_130_and_the_next_one_completes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        using var temp = new TempFolder();
        var (rows, home) = (temp.Under("rows"), temp.Under("home"));
        SampleRows.Load().Times(12).WriteTo(rows, messageFiles: 6);
        using var process = Cli.Start(home, "run", "--source", "files:" + rows);
        var output = process.StandardOutput.ReadToEndAsync(Stop);
        var errors = process.StandardError.ReadToEndAsync(Stop);

        // The folder of the store is made when the command is at work.
        while (!File.Exists(Path.Combine(home, "store.db")) && !process.HasExited)
        {
            await Task.Delay(10, Stop);
        }

        Assert.Equal(0, Signal.Interrupt(process.Id));
        await process.WaitForExitAsync(Stop);
        Assert.True(process.ExitCode == 130, $"{process.ExitCode}\n{await output}\n{await errors}");
        Assert.Equal("Stopped. Completed work is kept; the next run continues from here.", (await errors).Trim());

        var next = await Cli.CallAsync(home, Stop, "run", "--source", "files:" + rows, "--quiet");
        Assert.True(next.ExitCode == 0, next.Errors);
        var status = (await Cli.CallAsync(home, Stop, "status", "--json")).Json;
        Assert.True(status.GetProperty("reconciled").GetBoolean());
        Assert.Equal(12 * 300, status.GetProperty("counts").GetProperty("conversations").GetProperty("seen").GetInt64());
        Assert.Equal(12 * 1_037, status.GetProperty("counts").GetProperty("messages").GetProperty("seen").GetInt64());
        Assert.DoesNotContain("interrupted", status.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("outcome").GetString()));
    }

    [Fact]
    public async Task A_run_that_was_started_with_Ctrl_C_ignored_goes_on_and_ends_on_SIGTERM()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        using var temp = new TempFolder();
        var (rows, home) = (temp.Under("rows"), temp.Under("home"));
        SampleRows.Load().WriteTo(rows);
        using var process = Cli.StartIgnoringInterrupts(home, "run", "--source", "files:" + rows, "--watch", "1h", "--json");
        var errors = process.StandardError.ReadToEndAsync(Stop);

        // The first run is over, and the next is far away.
        Assert.NotNull(await process.StandardOutput.ReadLineAsync(Stop));
        Assert.Equal(0, Signal.Interrupt(process.Id));
        await Task.Delay(TimeSpan.FromMilliseconds(200), Stop);
        Assert.False(process.HasExited);

        Assert.Equal(0, Signal.Terminate(process.Id));
        await process.WaitForExitAsync(Stop);
        Assert.True(process.ExitCode == 130, $"{process.ExitCode}\n{await errors}");
    }
}
