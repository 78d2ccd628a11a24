using System.Collections.Concurrent;
using Colloquy.Lake;
using Colloquy.Stores;
using Colloquy.Units;

namespace Colloquy.IntegrationTests.Laws;

/// <summary>
/// Executes each unit twice at once, in two workers that opened the store, read-only, and the lake for themselves, and returns one of the
/// results.
/// </summary>
internal sealed class OtherWorkers : IUnitExecutor, IAsyncDisposable
{
    private readonly (UnitContext Context, IStore Store, IObjectStore Objects)[] workers;
    private int executed;

    private OtherWorkers((UnitContext Context, IStore Store, IObjectStore Objects)[] workers) => this.workers = workers;

    public int Concurrency => 3;

    /// <summary>Names of the units executed.</summary>
    public ConcurrentBag<string> Names { get; } = [];

    public static async Task<OtherWorkers> OpenAsync(string home, Place place, CancellationToken stop) =>
        new([await Home.OpenContextAsync(home, place, stop), await Home.OpenContextAsync(home, place, stop)]);

    public async Task<TResult> ExecuteAsync<TResult>(IUnit<TResult> unit, CancellationToken cancellationToken)
    {
        Names.Add(unit.Name);
        var results = await Task.WhenAll(workers.Select(worker =>
            Task.Run(() => unit.ExecuteAsync(worker.Context, cancellationToken), cancellationToken)));
        return results[Interlocked.Increment(ref executed) % results.Length];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, store, objects) in workers)
        {
            await store.DisposeAsync();
            (objects as IDisposable)?.Dispose();
        }
    }
}
