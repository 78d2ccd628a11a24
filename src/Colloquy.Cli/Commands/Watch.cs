using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Pipeline;
using Colloquy.Shapes;
using Colloquy.Stores;

namespace Colloquy.Cli.Commands;

/// <summary><c>run --watch</c>: <see cref="RepeatedRuns"/>, each run told on the terminal.</summary>
internal sealed class Watch(Invocation invocation, ParseResult parsed, RunRequest request, TimeSpan interval)
{
    private readonly Terminal terminal = invocation.Terminal;
    private readonly bool quiet = parsed.GetValue(CommonOptions.Quiet);
    private readonly bool json = parsed.GetValue(CommonOptions.Json);

    /// <returns>The exit code of the last run: <see cref="ExitCode.Cancelled"/> or <see cref="ExitCode.Usage"/>.</returns>
    /// <exception cref="OperationCanceledException">It was stopped between two runs.</exception>
    public async Task<int> RunAsync(ColloquyOptions options, CancellationToken cancellationToken)
    {
        var runs = new RepeatedRuns(
            token => invocation.OpenAsync(options, token),
            (session, token) => Stages.RunAsync(invocation, session, request, quiet, token),
            request.Command,
            interval,
            options.Home,
            invocation.Clock);
        var code = ExitCode.Cancelled;
        await foreach (var run in runs.RunAsync(cancellationToken))
        {
            await TellAsync(run.Failure is { } failure and not OperationCanceledException
                ? run with { Run = run.Run with { Problem = Failures.Describe(failure) } }
                : run);
            code = ExitCode.Of(run.Run);
        }

        return code;
    }

    private async Task TellAsync(RepeatedRun repeated)
    {
        var (run, _, failures, pause) = repeated;
        var next = invocation.Clock.GetUtcNow() + pause;
        if (json)
        {
            await terminal.Output.WriteLineAsync(RunJson.WriteLine(run, failures, next));
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
                CultureInfo.InvariantCulture,
                $"{Times(failures)}. Trying again in {pause?.TotalSeconds:0} s, at {time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC."));
        }
    }

    private static string Times(int failures) => failures == 1
        ? "This run failed"
        : string.Create(CultureInfo.InvariantCulture, $"{failures} runs failed in a row");
}
