using Colloquy.Pipeline;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Colloquy.Hosting;

/// <summary>Repeats runs while a host is running. They end with the host, or when the configuration has to be changed.</summary>
internal sealed class HostedRuns(ColloquyHost colloquy, TimeSpan interval, TimeProvider clock, ILoggerFactory logging) : BackgroundService
{
    private readonly ILogger logger = logging.CreateLogger("colloquy");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var request = RunRequest.Run;
        var runs = new RepeatedRuns(
            colloquy.OpenAsync,
            (session, cancellationToken) => session.RunAsync(request, progress: null, cancellationToken),
            request.Command,
            interval,
            colloquy.Options.Home,
            clock);
        await foreach (var run in runs.RunAsync(stoppingToken))
        {
            if (run.Failure is { } failure)
            {
                HostLog.RunFailed(logger, failure, request.Command);
            }

            if (run.Run.ExitCode == ExitCode.Usage)
            {
                HostLog.Stopped(logger, run.Run.Problem);
            }
            else if (run is { Failures: > 0, Pause: { } pause })
            {
                HostLog.Waiting(logger, run.Failures, pause.TotalSeconds);
            }
        }
    }
}
