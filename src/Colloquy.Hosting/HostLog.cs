using Microsoft.Extensions.Logging;

namespace Colloquy.Hosting;

internal static partial class HostLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "{Command} failed")]
    public static partial void RunFailed(ILogger logger, Exception failure, string command);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The run failed ({Failures} in a row). Retrying in {Seconds:0} s")]
    public static partial void Waiting(ILogger logger, int failures, double seconds);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Runs have stopped until the configuration is changed: {Problem}")]
    public static partial void Stopped(ILogger logger, string? problem);
}
