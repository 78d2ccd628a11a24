using Colloquy.Pipeline;
using Colloquy.Stores;
using Microsoft.Extensions.Logging;

namespace Colloquy.Hosting;

/// <summary>
/// Runs Colloquy inside of another program. Does what <c>colloquy run</c> does, with the same lease, log of runs and exit codes.
/// </summary>
public sealed class ColloquyHost(ColloquyOptions options, ILoggerFactory logging, TimeProvider clock)
{
    private readonly ILogger logger = logging.CreateLogger("colloquy");

    /// <summary>The options of all runs.</summary>
    public ColloquyOptions Options => options;

    /// <summary>Does everything that is due, like <c>colloquy run</c>.</summary>
    /// <inheritdoc cref="RunAsync(RunRequest, CancellationToken)"/>
    public Task<RunRecord> RunAsync(CancellationToken cancellationToken = default) => RunAsync(RunRequest.Run, cancellationToken);

    /// <summary>
    /// Opens the store, runs the stages, and closes the store. Only one run at a time can hold a store; others end with
    /// <see cref="ExitCode.Failed"/>.
    /// </summary>
    /// <returns>
    /// How the run ended. <see cref="RunRecord.ExitCode"/> is the exit code of the command line. An error is logged and described in
    /// <see cref="RunRecord.Problem"/>.
    /// </returns>
    public async Task<RunRecord> RunAsync(RunRequest request, CancellationToken cancellationToken = default)
    {
        var started = clock.GetUtcNow();
        try
        {
            await using var session = await OpenAsync(cancellationToken);
            return await session.RunAsync(request, progress: null, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Ended(RunOutcome.Cancelled, ExitCode.Cancelled, null);
        }
#pragma warning disable CA1031 // The outcome is the answer, as an exit code is on the command line.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            HostLog.RunFailed(logger, failure, request.Command);
            return Ended(RunOutcome.Failed, ExitCode.Of(failure), failure.Message);
        }

        RunRecord Ended(RunOutcome outcome, int code, string? problem) =>
            new(0, request.Command, started, clock.GetUtcNow(), outcome, code, [], problem);
    }

    /// <summary>Reads the status of store, lake and reports, and the last run, which may still be in progress.</summary>
    /// <exception cref="StoreException">There is no store yet, or it cannot be read.</exception>
    public async Task<Status> ReadStatusAsync(CancellationToken cancellationToken = default)
    {
        await using var session = await OpenReadOnlyAsync(cancellationToken);
        return await session.Workflow(collecting: false, progress: null).ReadStatusAsync(runs: 1, cancellationToken);
    }

    /// <inheritdoc cref="Session.OpenAsync"/>
    public Task<Session> OpenAsync(CancellationToken cancellationToken = default) =>
        Session.OpenAsync(options, logging, clock, cancellationToken);

    /// <inheritdoc cref="Session.OpenReadOnlyAsync"/>
    public Task<Session> OpenReadOnlyAsync(CancellationToken cancellationToken = default) =>
        Session.OpenReadOnlyAsync(options with { IsAwaited = true }, logging, clock, cancellationToken);
}
