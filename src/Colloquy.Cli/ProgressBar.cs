using System.Globalization;
using Colloquy.Diagnostics;

namespace Colloquy.Cli;

/// <summary>
/// One line on stderr that shows the current stage: share, rate, time left. Shows nothing if stderr is not a terminal.
/// </summary>
internal sealed class ProgressBar(TextWriter output, int width, TimeProvider clock) : IProgress<StageProgress>
{
    private const int BarWidth = 24;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private string stage = "";
    private long started, drawn;

    public static ProgressBar? For(Terminal terminal, bool quiet, TimeProvider clock) =>
        terminal.ErrorIsTerminal && !quiet ? new ProgressBar(terminal.Steering, terminal.Width, clock) : null;

    public void Report(StageProgress value)
    {
        lock (gate)
        {
            var now = clock.GetTimestamp();
            var isNew = value.Stage != stage;
            if (isNew)
            {
                (stage, started) = (value.Stage, now);
            }
            else if (clock.GetElapsedTime(drawn, now) < Interval && value.Done != value.Total)
            {
                return;
            }

            drawn = now;
            output.Write('\r' + Printable.Line(Line(value, clock.GetElapsedTime(started, now))).PadRight(width - 1)[..(width - 1)]);
            output.Flush();
        }
    }

    /// <summary>Clears the line, so that the following output starts on an empty line.</summary>
    public void Clear()
    {
        lock (gate)
        {
            output.Write('\r' + new string(' ', width - 1) + '\r');
            output.Flush();
        }
    }

    internal static string Line(StageProgress value, TimeSpan elapsed)
    {
        var rate = elapsed.TotalSeconds > 0.2 ? value.Done / elapsed.TotalSeconds : 0;
        var bar = "";
        var left = "";
        if (value.Total is > 0 and var total)
        {
            var share = Math.Clamp((double)value.Done / total, 0, 1);
            var full = (int)Math.Round(share * BarWidth);
            bar = string.Create(
                CultureInfo.InvariantCulture, $"[{new string('=', full)}{new string(' ', BarWidth - full)}] {share * 100,3:F0} %  ");
            left = rate > 0 && value.Done < total ? $"  {Left(TimeSpan.FromSeconds((total - value.Done) / rate))} left" : "";
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value.Stage,-8} {bar}{value.Done:N0} {value.Unit}")
            + (rate > 0 ? string.Create(CultureInfo.InvariantCulture, $"  {rate:N0}/s") : "") + left;
    }

    private static string Left(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes:00} min")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}:{time.Seconds:00}");
}
