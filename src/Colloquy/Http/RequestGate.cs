namespace Colloquy.Http;

/// <summary>
/// Lets requests to one server through: so many a second on average, with a small burst, and none while the server wants to be left alone. All who read
/// from the server wait at the same gate.
/// </summary>
/// <param name="rate">Requests a second; 0 is without limit.</param>
/// <param name="burst">Requests that may go at once after a rest.</param>
internal sealed class RequestGate(double rate, double burst, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly double burst = burst;
    private double rate = rate, tokens = burst;
    private long counted = clock.GetTimestamp();
    private DateTimeOffset closedUntil;

    /// <summary>Waits until a request may go.</summary>
    public async Task PassAsync(CancellationToken stop)
    {
        while (Wait() is var wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, clock, stop);
        }
    }

    /// <summary>Nobody passes for so long; from then on at most at this rate, if it is given and lower than the present one.</summary>
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
