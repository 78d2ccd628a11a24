using Colloquy.Pipeline;
using Colloquy.Stores;
using Microsoft.Extensions.Logging;

namespace Colloquy.Hosting;

/// <summary>
/// Colloquy within a program of your own: what <c>colloquy run</c> does, with the same lease, log of runs and exit codes.
/// </summary>
public sealed class ColloquyHost(ColloquyOptions options, ILoggerFactory logging, TimeProvider clock)
{
    private readonly ILogger logger = logging.CreateLogger("colloquy");

    public ColloquyOptions Options => options;

    /// <summary>Does everything that is due, as <c>colloquy run</c> does.</summary>
    /// <inheritdoc cref="RunAsync(RunRequest, CancellationToken)"/>
    public Task<RunRecord> RunAsync(CancellationToken cancellationToken = default) => RunAsync(RunRequest.Run, cancellationToken);

    /// <summary>Opens the store, runs, and closes it again. One run at a time holds a store; another is told so by its exit code.</summary>
    /// <returns>
    /// How it ended: <see cref="RunRecord.ExitCode"/> is that of the command line. A failure is logged and described in
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

    /// <summary>How store, lake and reports stand, with the last run, whether it is over or not.</summary>
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
