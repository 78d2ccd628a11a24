using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Colloquy.Tests.Sources.NocoDb;

/// <summary>A clock that a test moves, and that tells how many delays began on it.</summary>
internal sealed class StillClock : FakeTimeProvider
{
    private readonly Channel<bool> begun = Channel.CreateUnbounded<bool>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        begun.Writer.TryWrite(true);
        return timer;
    }

    /// <summary>Waits until so many more delays have begun.</summary>
    public async Task WaitForDelaysAsync(int count, CancellationToken stop)
    {
        for (int i = 0; i < count; i++)
        {
            await begun.Reader.ReadAsync(stop);
        }
    }
}
