using Colloquy.Pipeline;
using Colloquy.Stores;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Colloquy.Hosting;

/// <summary>
/// One run after the other while the host runs. It survives outages: after a failure it waits longer each time. It ends only with the
/// host, or where something has to be changed first (<see cref="ExitCode.Usage"/>).
/// </summary>
internal sealed class RepeatedRuns(ColloquyHost colloquy, TimeSpan interval, TimeProvider clock, ILoggerFactory logging) : BackgroundService
{
    private readonly ILogger logger = logging.CreateLogger("colloquy");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var backoff = new Backoff(interval, $"{Environment.MachineName}|{colloquy.Options.Home}");
        for (var failures = 0; !stoppingToken.IsCancellationRequested;)
        {
            var run = await colloquy.RunAsync(RunRequest.Run, stoppingToken);
            if (run.ExitCode is ExitCode.Usage or ExitCode.Cancelled)
            {
                if (run.ExitCode == ExitCode.Usage)
                {
                    HostLog.Stopped(logger, run.Problem);
                }

                return;
            }

            failures = run.Outcome == RunOutcome.Failed ? failures + 1 : 0;
            var pause = failures > 0 ? backoff.After(failures) : interval;
            if (failures > 0)
            {
                HostLog.Waiting(logger, failures, pause.TotalSeconds);
            }

            await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
