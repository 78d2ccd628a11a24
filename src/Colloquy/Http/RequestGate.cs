namespace Colloquy.Http;

/// <summary>
/// Rate limiter for one server, shared by all its readers: a token bucket that also closes while the server asks clients to back off.
/// </summary>
/// <param name="rate">Requests per second; 0 means no limit.</param>
/// <param name="burst">Requests that may be sent at once after an idle period.</param>
internal sealed class RequestGate(double rate, double burst, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly double burst = burst;
    private double rate = rate, tokens = burst;
    private long counted = clock.GetTimestamp();
    private DateTimeOffset closedUntil;

    /// <summary>Waits until a request may be sent.</summary>
    public async Task PassAsync(CancellationToken cancellationToken)
    {
        while (Wait() is var wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, clock, cancellationToken);
        }
    }

    /// <summary>
    /// Blocks all requests for a time. Afterwards the rate is at most <paramref name="atMost"/> requests per second, if that is lower than
    /// the current rate.
    /// </summary>
    public void Close(TimeSpan time, double? atMost = null)
    {
        lock (gate)
        {
            var until = clock.GetUtcNow() + time;
            closedUntil = until > closedUntil ? until : closedUntil;
            rate = atMost is not { } most ? rate : rate > 0 ? Math.Min(rate, most) : most;
            tokens = 0;
            counted = clock.GetTimestamp();
        }
    }

    private TimeSpan Wait()
    {
        lock (gate)
        {
            var closed = closedUntil - clock.GetUtcNow();
            if (closed > TimeSpan.Zero)
            {
                return closed;
            }

            if (rate <= 0)
            {
                return TimeSpan.Zero;
            }

            var now = clock.GetTimestamp();
            tokens = Math.Min(burst, tokens + (clock.GetElapsedTime(counted, now).TotalSeconds * rate));
            counted = now;
            if (tokens < 1)
            {
                return TimeSpan.FromSeconds((1 - tokens) / rate) + TimeSpan.FromMilliseconds(1);
            }

            tokens--;
            return TimeSpan.Zero;
        }
    }
}
