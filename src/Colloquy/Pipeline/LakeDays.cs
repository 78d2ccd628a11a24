using Colloquy.Publish;

namespace Colloquy.Pipeline;

/// <summary>Commits staged days in groups.</summary>
internal static class LakeDays
{
    /// <summary>Days per commit: a killed run repeats at most this many.</summary>
    public const int GroupSize = 64;

    /// <param name="stagedOf">The staged day of an item.</param>
    /// <param name="committed">Called after each group is committed.</param>
    public static async Task<StageCount> CommitInGroupsAsync<T>(
        this ILake lake, IAsyncEnumerable<T> items, Func<T, IStagedDay> stagedOf, Func<IReadOnlyList<T>, Task> committed,
        CancellationToken cancellationToken)
    {
        long days = 0, bytes = 0;
        await foreach (var group in items.Chunk(GroupSize).WithCancellation(cancellationToken))
        {
            await lake.CommitAsync([.. group.Select(stagedOf)], cancellationToken);
            await committed(group);
            days += group.Length;
            bytes += group.Sum(item => stagedOf(item).Bytes);
        }

        return new StageCount(days, days, bytes);
    }
}
