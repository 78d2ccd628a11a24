namespace Colloquy.Sources.NocoDb.Http;

/// <summary>Cancels when nothing happened for a while. Time is real time: it is the network's.</summary>
internal sealed class SilenceTimer : IDisposable
{
    private readonly TimeSpan most;
    private readonly CancellationTokenSource timer;
    private readonly CancellationTokenSource linked;

    public SilenceTimer(TimeSpan most, CancellationToken stop)
    {
        this.most = most;
        timer = new CancellationTokenSource(most);
        linked = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stop);
    }

    public CancellationToken Token => linked.Token;

    public bool IsOver => timer.IsCancellationRequested;

    /// <summary>Something happened.</summary>
    public void Restart() => timer.CancelAfter(most);

    public void Dispose()
    {
        linked.Dispose();
        timer.Dispose();
    }
}
