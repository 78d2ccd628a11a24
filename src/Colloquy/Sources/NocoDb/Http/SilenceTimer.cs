namespace Colloquy.Sources.NocoDb.Http;

/// <summary>
/// Cancels if no data arrives for a while, or if the whole request takes too long. Uses real time, because it watches the network.
/// </summary>
internal sealed class SilenceTimer : IDisposable
{
    private readonly TimeSpan most;
    private readonly CancellationTokenSource timer;
    private readonly CancellationTokenSource whole;
    private readonly CancellationTokenSource linked;

    /// <param name="most">Timeout between two pieces of data.</param>
    /// <param name="patience">Timeout of the whole request.</param>
    public SilenceTimer(TimeSpan most, TimeSpan patience, CancellationToken cancellationToken)
    {
        this.most = most;
        timer = new CancellationTokenSource(most);
        whole = new CancellationTokenSource(patience);
        linked = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, whole.Token, cancellationToken);
    }

    public CancellationToken Token => linked.Token;

    /// <summary>Whether no data arrived in time.</summary>
    public bool IsOver => timer.IsCancellationRequested;

    /// <summary>Whether the whole request timed out.</summary>
    public bool IsLate => whole.IsCancellationRequested;

    /// <summary>Data arrived: restarts the timeout.</summary>
    public void Restart() => timer.CancelAfter(most);

    public void Dispose()
    {
        linked.Dispose();
        whole.Dispose();
        timer.Dispose();
    }
}
