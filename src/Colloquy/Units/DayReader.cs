using Colloquy.Memory;
using Colloquy.Stores;

namespace Colloquy.Units;

/// <summary>
/// Reads days, several at once within a memory budget; a day larger than the budget is read alone. The size of a day is known only after it
/// was read: until then it is estimated from the days before, and the first day as larger than any.
/// </summary>
internal sealed class DayReader(IStore store)
{
    private const long Most = 256 << 20;

    private readonly ByteBudget budget = new(Most);
    private long expected = Most;

    /// <returns>The day's threads, and their weight, which the caller must give back with <see cref="Release"/>.</returns>
    public async Task<(IReadOnlyList<LabelledThread> Threads, long Weight)> ReadAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var asked = Interlocked.Read(ref expected);
        await budget.TakeAsync(asked, cancellationToken);
        var threads = await store.ReadDayAsync(day, cancellationToken);
        var weight = threads.Sum(thread => thread.Thread.Weight);
        Interlocked.Exchange(ref expected, Math.Max(weight, asked / 2));
        budget.Replace(asked, weight);
        return (threads, weight);
    }

    public void Release(long weight) => budget.Release(weight);
}
