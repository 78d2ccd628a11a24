using System.Runtime.CompilerServices;

namespace Colloquy.Memory;

internal static class Batches
{
    /// <summary>
    /// Splits into batches that end at a number of items or bytes, whichever comes first. A larger item is a batch of its own.
    /// </summary>
    public static async IAsyncEnumerable<T[]> Batch<T>(
        this IAsyncEnumerable<T> items, int mostItems, long mostBytes, Func<T, long> weigh,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var batch = new List<T>();
        long bytes = 0;
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            var weight = weigh(item);
            if (batch.Count > 0 && bytes + weight > mostBytes)
            {
                yield return [.. batch];
                batch.Clear();
                bytes = 0;
            }

            batch.Add(item);
            bytes += weight;
            if (batch.Count == mostItems)
            {
                yield return [.. batch];
                batch.Clear();
                bytes = 0;
            }
        }

        if (batch.Count > 0)
        {
            yield return [.. batch];
        }
    }
}
