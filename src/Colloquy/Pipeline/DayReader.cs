using Colloquy.Memory;
using Colloquy.Stores;

namespace Colloquy.Pipeline;

/// <summary>
/// Reads days, so many at once as fit into memory together; one that is larger goes alone. How large a day is shows when it has been read: before, it is taken for as large as
/// the days before it, and the first one for larger than any.
/// </summary>
internal sealed class DayReader(IStore store)
{
    private const long Most = 256 << 20;

    private readonly ByteBudget budget = new(Most);
    private long expected = Most;

    /// <returns>The day's threads, and their weight, which has to be given back by <see cref="Release"/>.</returns>
    public async Task<(IReadOnlyList<LabelledThread> Threads, long Weight)> ReadAsync(DateOnly day, CancellationToken stop)
    {
        var asked = Interlocked.Read(ref expected);
        await budget.TakeAsync(asked, stop);
        var threads = await store.ReadDayAsync(day, stop);
        var weight = threads.Sum(thread => thread.Thread.Weight);
        Interlocked.Exchange(ref expected, Math.Max(weight, asked / 2));
        budget.Replace(asked, weight);
        return (threads, weight);
    }

    public void Release(long weight) => budget.Release(weight);
}
