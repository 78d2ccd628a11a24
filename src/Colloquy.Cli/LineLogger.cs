using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Colloquy.Cli;

/// <summary>Logs plain lines: time (UTC), level, message. Log messages contain no text of conversations.</summary>
internal sealed class LineLoggerProvider(TextWriter output, TimeProvider clock) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new LineLogger(output, clock);

    public void Dispose()
    {
    }

    private sealed class LineLogger(TextWriter output, TimeProvider clock) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = string.Create(
                CultureInfo.InvariantCulture, $"{clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ} {logLevel} {formatter(state, exception)}");
            lock (output)
            {
                output.WriteLine(Printable.Line(exception is null ? line : $"{line} ({exception.GetType().Name}: {exception.Message})"));
            }
        }
    }
}
