using Colloquy.Publish;

namespace Colloquy.Pipeline;

/// <summary>Stages days in parallel and commits them in groups.</summary>
internal static class LakeDays
{
    /// <summary>Days in one commit: a killed run repeats at most so many.</summary>
    public const int GroupSize = 64;

    /// <param name="build">The rows of an item, and what to keep of it until its group is committed.</param>
    /// <param name="staged">Called when the rows of an item are not needed any more.</param>
    /// <param name="commit">Called after each group is in the lake, with what was kept of it.</param>
    public static async Task<StageCount> PublishAsync<T, TKept>(
        this ILake lake, IAsyncEnumerable<T> items, Func<T, CancellationToken, Task<(DayPartition Rows, TKept Kept)>> build, int parallelism,
        Action<TKept> staged, Func<IReadOnlyList<TKept>, Task> commit, CancellationToken stop)
    {
        long days = 0, bytes = 0;
        var ready = items.SelectInOrder(StageAsync, parallelism, stop);
        await foreach (var group in ready.Chunk(GroupSize).WithCancellation(stop))
        {
            await lake.CommitAsync([.. group.Select(s => s.Day)], stop);
            await commit([.. group.Select(s => s.Kept)]);
            days += group.Length;
            bytes += group.Sum(s => s.Day.Bytes);
        }

        return new StageCount(days, days, bytes);

        async Task<(IStagedDay Day, TKept Kept)> StageAsync(T item, CancellationToken token)
        {
            var (rows, kept) = await build(item, token);
            var day = await lake.StageAsync(rows, token);
            staged(kept);
            return (day, kept);
        }
    }
}
