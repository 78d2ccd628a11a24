using Colloquy.Publish;

namespace Colloquy.Pipeline;

/// <summary>Stages days in parallel and commits them in groups.</summary>
internal static class LakeDays
{
    /// <summary>Days in one commit: a killed run repeats at most so many.</summary>
    public const int GroupSize = 64;

    /// <param name="commit">Called after each group is in the lake, with the days of the group.</param>
    public static async Task<StageCount> PublishAsync<T>(
        this ILake lake, IAsyncEnumerable<T> items, Func<T, CancellationToken, Task<DayPartition>> build, int parallelism,
        Func<IReadOnlyList<T>, Task> commit, CancellationToken stop)
    {
        long days = 0, bytes = 0;
        var staged = items.SelectInOrder(
            async (item, token) => (item, Day: await lake.StageAsync(await build(item, token), token)), parallelism, stop);
        await foreach (var group in staged.Chunk(GroupSize).WithCancellation(stop))
        {
            await lake.CommitAsync([.. group.Select(s => s.Day)], stop);
            await commit([.. group.Select(s => s.item)]);
            days += group.Length;
            bytes += group.Sum(s => s.Day.Bytes);
        }

        return new StageCount(days, days, bytes);
    }
}
