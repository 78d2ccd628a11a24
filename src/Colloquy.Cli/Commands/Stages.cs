using System.CommandLine;
using System.Globalization;
using Colloquy.Hosting;
using Colloquy.Pipeline;
using Colloquy.Shapes;
using Colloquy.Stores;

namespace Colloquy.Cli.Commands;

/// <summary>Runs stages with progress, and says how it went.</summary>
internal static class Stages
{
    public static async Task<int> RunAsync(
        Invocation invocation, Session session, RunRequest request, ParseResult parsed, CancellationToken cancellationToken)
    {
        var run = await RunAsync(invocation, session, request, parsed.GetValue(CommonOptions.Quiet), cancellationToken);
        var terminal = invocation.Terminal;
        if (parsed.GetValue(CommonOptions.Json))
        {
            await terminal.Output.WriteLineAsync(RunJson.Write(run));
        }
        else if (!parsed.GetValue(CommonOptions.Quiet))
        {
            await terminal.Output.WriteAsync(Describe(run));
        }

        if ((run.Outcome == RunOutcome.Cancelled ? CommandLine.Stopped : run.Problem) is { } problem)
        {
            await terminal.Error.WriteLineAsync(problem);
        }

        return ExitCode.Of(run);
    }

    public static async Task<RunRecord> RunAsync(
        Invocation invocation, Session session, RunRequest request, bool quiet, CancellationToken cancellationToken)
    {
        var progress = ProgressBar.For(invocation.Terminal, quiet, invocation.Clock);
        try
        {
            return await session.RunAsync(request, progress, cancellationToken);
        }
        finally
        {
            progress?.Clear();
        }
    }

    internal static string Describe(RunRecord run)
    {
        var grid = new TextGrid(["stage", ">items", ">written", ">seconds"]);
        foreach (var stage in run.Stages)
        {
            grid.Add(stage.Name, Number(stage.Items), Number(stage.Written), stage.Seconds.ToString("N1", CultureInfo.InvariantCulture));
        }

        var seconds = run.EndedAt is { } end ? (end - run.StartedAt).TotalSeconds : 0;
        return grid.ToString() + string.Create(CultureInfo.InvariantCulture, $"\nRun {run.Id} {Outcome(run)} in {seconds:N1} s.\n");
    }

    public static string Outcome(RunRecord run) => (run.Outcome, run.ExitCode) switch
    {
        (RunOutcome.Succeeded, ExitCode.DeadLetters) => "done, with dead letters",
        (RunOutcome.Succeeded, ExitCode.NotReconciled) => "done, counts do not reconcile",
        (RunOutcome.Succeeded, _) => "done",
        (RunOutcome.Running, _) => "running",
        (RunOutcome.Cancelled, _) => "stopped",
        (RunOutcome.Interrupted, _) => "interrupted",
        _ => "failed",
    };

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
