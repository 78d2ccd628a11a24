using System.Collections.Concurrent;

namespace Colloquy.TestKit;

/// <summary>A clock on which nobody waits: a delay ends at once, and the time that it would have taken has passed.</summary>
public sealed class HastyClock : TimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> waits = new();
    private long skipped;

    /// <summary>All delays so far, as they were asked for.</summary>
    public IReadOnlyCollection<TimeSpan> Waits => waits;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref skipped));

    public override long GetTimestamp() => System.GetElapsedTime(0).Ticks + Interlocked.Read(ref skipped);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        // What repeats is no delay.
        if (period != Timeout.InfiniteTimeSpan || dueTime <= TimeSpan.Zero)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        waits.Enqueue(dueTime);
        Interlocked.Add(ref skipped, dueTime.Ticks);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
