using System.Runtime.CompilerServices;
using Colloquy.Pipeline;
using Colloquy.Stores;

namespace Colloquy.Hosting;

/// <summary>One of <see cref="RepeatedRuns"/>.</summary>
/// <param name="Run">How it ended. A run that failed before it was logged has the id 0.</param>
/// <param name="Failure">What broke the run off; null where it ended by itself.</param>
/// <param name="Failures">Runs broken off in a row, this one included.</param>
/// <param name="Pause">Time until the next run begins; null after the last.</param>
public sealed record RepeatedRun(RunRecord Run, Exception? Failure, int Failures, TimeSpan? Pause);

/// <summary>
/// One run after another, through outages. After a run that was broken off, the store and all clients are opened anew and the next run
/// begins after a backoff. The last run is one that was cancelled, or one that needs somebody to change something first
/// (<see cref="ExitCode.Usage"/>).
/// </summary>
/// <param name="open">Opens the session that the runs share.</param>
/// <param name="run">Runs once.</param>
/// <param name="command">Name in the log of runs.</param>
/// <param name="interval">Pause between runs that are not broken off.</param>
/// <param name="seed">Tells this machine from others, see <see cref="Backoff"/>.</param>
public sealed class RepeatedRuns(
    Func<CancellationToken, Task<Session>> open,
    Func<Session, CancellationToken, Task<RunRecord>> run,
    string command,
    TimeSpan interval,
    string seed,
    TimeProvider clock)
{
    /// <summary>Runs, and waits only when the next run is asked for.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled between two runs, or while a run was being opened.</exception>
    public async IAsyncEnumerable<RepeatedRun> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var backoff = new Backoff(interval, seed);
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
                    // Failures while everything is being stopped are part of stopping.
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

    // The store may be what failed, so this record is in no log. The run's own entry, where there is one, says the same.
    private RunRecord Failed(Exception failure, DateTimeOffset started) => new(
        0, command, started, clock.GetUtcNow(), RunOutcome.Failed, ExitCode.Of(failure), [],
        failure is OperationCanceledException ? "The run was interrupted. Nothing is half written." : failure.Message);

    // A session that cannot even be closed belongs to the outage.
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
