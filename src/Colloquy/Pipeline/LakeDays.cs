using Colloquy.Publish;

namespace Colloquy.Pipeline;

/// <summary>Stages days in parallel and commits them in groups.</summary>
internal static class LakeDays
{
    /// <summary>Days per commit: a killed run repeats at most this many.</summary>
    public const int GroupSize = 64;

    /// <param name="build">Builds the rows of an item, and what to keep of it until its group is committed.</param>
    /// <param name="staged">Called when the rows of an item are no longer needed.</param>
    /// <param name="commit">Called after each group is committed, with what was kept of it.</param>
    public static async Task<StageCount> PublishAsync<T, TKept>(
        this ILake lake, IAsyncEnumerable<T> items, Func<T, CancellationToken, Task<(DayPartition Rows, TKept Kept)>> build,
        int parallelism,
        Action<TKept> staged, Func<IReadOnlyList<TKept>, Task> commit, CancellationToken cancellationToken)
    {
        long days = 0, bytes = 0;
        var ready = items.SelectInOrder(StageAsync, parallelism, cancellationToken);
        await foreach (var group in ready.Chunk(GroupSize).WithCancellation(cancellationToken))
        {
            await lake.CommitAsync([.. group.Select(s => s.Day)], cancellationToken);
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
