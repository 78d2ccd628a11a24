namespace Colloquy.Lake;

/// <summary>Reads which files make up the lake's tables at this moment.</summary>
public sealed class LakeCatalog(IObjectStore store)
{
    /// <returns>All tables: <c>conversations</c>, <c>messages</c>, <c>labels</c>, <c>user_days</c>, <c>daily_metrics</c>, <c>reports</c>.</returns>
    public Task<IReadOnlyList<LakeTableFiles>> ReadAsync(CancellationToken stop)
    {
        _ = store;
        stop.ThrowIfCancellationRequested();
        throw new NotImplementedException();
    }
}
