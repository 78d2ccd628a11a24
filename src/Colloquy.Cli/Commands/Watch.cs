using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Pipeline;
using Colloquy.Stores;

namespace Colloquy.Cli.Commands;

/// <summary>
/// <c>run --watch</c>: one run after the other, whatever becomes of each. Store and clients are opened anew after a run that failed. Only Ctrl-C ends it, and a failure that waiting cannot heal
/// (<see cref="ExitCode.Usage"/>).
/// </summary>
internal sealed class Watch(Invocation invocation, ParseResult parsed, RunRequest request, TimeSpan interval)
{
    private readonly Terminal terminal = invocation.Terminal;
    private readonly TimeProvider clock = invocation.Clock;
    private readonly bool quiet = parsed.GetValue(CommonOptions.Quiet);
    private readonly bool json = parsed.GetValue(CommonOptions.Json);

    /// <returns><see cref="ExitCode.Cancelled"/> or <see cref="ExitCode.Usage"/>.</returns>
    /// <exception cref="OperationCanceledException">It was stopped while it waited.</exception>
    public async Task<int> RunAsync(ColloquyOptions options, CancellationToken stop)
    {
        var backoff = new Backoff(interval, $"{Environment.MachineName}|{options.Home}");
        Session? session = null;
        try
        {
            for (var failures = 0; ;)
            {
                var started = clock.GetUtcNow();
                RunRecord run;
                try
                {
                    session ??= await invocation.OpenAsync(options, stop);
                    run = await Stages.RunAsync(invocation, session, request, quiet, stop);
                    failures = 0;
                }
#pragma warning disable CA1031 // Whatever went wrong, the next run may go well.
                catch (Exception failure)
#pragma warning restore CA1031
                {
                    // What fails while everything is being stopped is part of the stopping.
                    stop.ThrowIfCancellationRequested();
                    failures++;
                    run = Failed(failure, started);
                    await CloseAsync(session);
                    session = null;
                }

                var pause = failures > 0 ? backoff.After(failures) : interval;
                var next = run.ExitCode is ExitCode.Usage or ExitCode.Cancelled ? (DateTimeOffset?)null : clock.GetUtcNow() + pause;
                await TellAsync(run, failures, next, pause);
                if (next is null)
                {
                    return ExitCode.Of(run);
                }

                await Task.Delay(pause, clock, stop);
            }
        }
        finally
        {
            await CloseAsync(session);
        }
    }

    // It is in no log of runs: the store may be what failed. The run's own entry, where there is one, says the same.
    private RunRecord Failed(Exception failure, DateTimeOffset started) => new(
        0, request.Command, started, clock.GetUtcNow(), RunOutcome.Failed, ExitCode.Of(failure), [],
        failure is OperationCanceledException ? "The run was broken off. Nothing is half written." : Failures.Describe(failure));

    private async Task TellAsync(RunRecord run, int failures, DateTimeOffset? next, TimeSpan pause)
    {
        if (json)
        {
            await terminal.Output.WriteLineAsync(StatusJson.WriteLine(run, failures, next));
            await terminal.Output.FlushAsync();
        }
        else if (failures == 0 && !quiet)
        {
            await terminal.Output.WriteAsync(Stages.Describe(run));
        }

        if ((run.Outcome == RunOutcome.Cancelled ? CommandLine.Stopped : run.Problem) is { } problem)
        {
            await terminal.Error.WriteLineAsync(problem);
        }

        if (failures > 0 && next is { } time)
        {
            await terminal.Error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{Times(failures)}. Trying again in {pause.TotalSeconds:0} s, at {time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC."));
        }
    }

    private static string Times(int failures) => failures == 1 ? "This run failed" : string.Create(CultureInfo.InvariantCulture, $"{failures} runs failed in a row");

    // What cannot even be closed is let go: it belongs to the outage.
    private static async Task CloseAsync(Session? session)
    {
        try
        {
            await (session?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
#pragma warning disable CA1031
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}
