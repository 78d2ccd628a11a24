using System.Runtime.CompilerServices;
using Colloquy.Pipeline;
using Colloquy.Stores;

namespace Colloquy.Hosting;

/// <summary>One run of <see cref="RepeatedRuns"/>.</summary>
/// <param name="Run">How the run ended. A run that failed before it was logged has the id 0.</param>
/// <param name="Failure">The error that interrupted the run; null if it ended by itself.</param>
/// <param name="Failures">Number of consecutive interrupted runs, including this one.</param>
/// <param name="Pause">Time until the next run; null after the last one.</param>
public sealed record RepeatedRun(RunRecord Run, Exception? Failure, int Failures, TimeSpan? Pause);

/// <summary>
/// Runs again and again, through outages. After an interrupted run, the store and all clients are reopened, and the next run starts
/// after a backoff. The last run is one that was cancelled, or one whose configuration has to be changed first
/// (<see cref="ExitCode.Usage"/>).
/// </summary>
/// <param name="open">Opens the session that consecutive runs share.</param>
/// <param name="run">Runs once.</param>
/// <param name="command">Name of the command in the log of runs.</param>
/// <param name="interval">Pause between runs that are not interrupted.</param>
/// <param name="home">Home folder. With the machine's name, it determines how pauses after failures vary between machines.</param>
public sealed class RepeatedRuns(
    Func<CancellationToken, Task<Session>> open,
    Func<Session, CancellationToken, Task<RunRecord>> run,
    string command,
    TimeSpan interval,
    string home,
    TimeProvider clock)
{
    /// <summary>Runs until a run is the last one. The pause begins when the next run is requested.</summary>
    /// <exception cref="OperationCanceledException">Cancelled during a pause, or while a session was being opened.</exception>
    public async IAsyncEnumerable<RepeatedRun> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var backoff = new Backoff(interval, Backoff.SeedOf(home));
        Session? session = null;
        try
        {
            for (var failures = 0; ;)
            {
                var started = clock.GetUtcNow();
                RunRecord record;
                Exception? broken = null;
                try
                {
                    session ??= await open(cancellationToken);
                    record = await run(session, cancellationToken);
                    failures = 0;
                }
#pragma warning disable CA1031 // Whatever went wrong, the next run may succeed.
                catch (Exception failure)
#pragma warning restore CA1031
                {
                    // Errors during cancellation are part of it.
                    cancellationToken.ThrowIfCancellationRequested();
                    (broken, failures) = (failure, failures + 1);
                    record = Failed(failure, started);
                    await CloseAsync(session);
                    session = null;
                }

                var isLast = record.ExitCode is ExitCode.Usage or ExitCode.Cancelled;
                var pause = failures > 0 ? backoff.After(failures) : interval;
                yield return new RepeatedRun(record, broken, failures, isLast ? null : pause);
                if (isLast)
                {
                    yield break;
                }

                await Task.Delay(pause, clock, cancellationToken);
            }
        }
        finally
        {
            await CloseAsync(session);
        }
    }

    // The store may be what failed, so this record is not logged. If the run was logged, its own entry says the same.
    private RunRecord Failed(Exception failure, DateTimeOffset started) => new(
        0, command, started, clock.GetUtcNow(), RunOutcome.Failed, ExitCode.Of(failure), [],
        failure is OperationCanceledException ? "The run was interrupted. Nothing is half-written." : failure.Message);

    // Failing to close the session is part of the same outage.
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
