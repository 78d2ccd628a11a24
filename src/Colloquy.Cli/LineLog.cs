using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Colloquy.Cli;

/// <summary>Logs plain lines: time (UTC), level, message. Log messages contain no text of conversations.</summary>
/// <param name="least">Entries below this level are dropped.</param>
internal sealed class LineLog(TextWriter output, TimeProvider clock, LogLevel least) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("Only the terminal is supported.");

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        var line = string.Create(
            CultureInfo.InvariantCulture, $"{clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ} {logLevel} {formatter(state, exception)}");
        lock (output)
        {
            output.WriteLine(Printable.Line(exception is null ? line : $"{line} ({exception.GetType().Name}: {exception.Message})"));
        }
    }

    public void Dispose()
    {
    }
}
