namespace Colloquy.Sources.NocoDb.Http;

/// <summary>Cancels when nothing happened for a while, and when all of it took too long. Time is real time: it is the network's.</summary>
internal sealed class SilenceTimer : IDisposable
{
    private readonly TimeSpan most;
    private readonly CancellationTokenSource timer;
    private readonly CancellationTokenSource whole;
    private readonly CancellationTokenSource linked;

    /// <param name="most">How long nothing may happen.</param>
    /// <param name="patience">How long all of it may take.</param>
    public SilenceTimer(TimeSpan most, TimeSpan patience, CancellationToken stop)
    {
        this.most = most;
        timer = new CancellationTokenSource(most);
        whole = new CancellationTokenSource(patience);
        linked = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, whole.Token, stop);
    }

    public CancellationToken Token => linked.Token;

    /// <summary>Nothing happened for too long.</summary>
    public bool IsOver => timer.IsCancellationRequested;

    /// <summary>All of it took too long.</summary>
    public bool IsLate => whole.IsCancellationRequested;

    /// <summary>Something happened.</summary>
    public void Restart() => timer.CancelAfter(most);

    public void Dispose()
    {
        linked.Dispose();
        whole.Dispose();
        timer.Dispose();
    }
}
