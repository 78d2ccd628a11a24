using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Colloquy.Memory;

namespace Colloquy.Pipeline;

/// <summary>Works on many items at once and hands the results over in the order of the items.</summary>
internal static class ParallelOrder
{
    /// <summary>
    /// At most about <paramref name="degree"/> items are in flight, so memory is bounded by them. The first failure ends the enumeration;
    /// work begun is waited for, so that nothing runs on after it.
    /// </summary>
    public static IAsyncEnumerable<TOut> SelectInOrder<TIn, TOut>(
        this IAsyncEnumerable<TIn> items, Func<TIn, CancellationToken, Task<TOut>> work, int degree, CancellationToken stop) =>
        items.SelectInOrder(work, degree, new ByteBudget(long.MaxValue), _ => 0, stop);

    /// <summary>The same, with items in flight that together stay within a budget; a larger one goes alone.</summary>
    /// <param name="weigh">Bytes that an item takes until its result has been used.</param>
    public static async IAsyncEnumerable<TOut> SelectInOrder<TIn, TOut>(
        this IAsyncEnumerable<TIn> items, Func<TIn, CancellationToken, Task<TOut>> work, int degree, ByteBudget budget, Func<TIn, long> weigh,
        [EnumeratorCancellation] CancellationToken stop)
    {
        var channel = Channel.CreateBounded<(Task<TOut> Result, long Weight)>(new BoundedChannelOptions(degree) { SingleReader = true, SingleWriter = true });
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var feeding = Task.Run(() => FeedAsync(items, work, budget, weigh, channel.Writer, linked.Token), CancellationToken.None);
        try
        {
            await foreach (var (result, weight) in channel.Reader.ReadAllAsync(stop))
            {
                yield return await result;
                budget.Release(weight);
            }
        }
        finally
        {
            await linked.CancelAsync();
            await feeding;
            while (channel.Reader.TryRead(out var left))
            {
                await EndAsync(left.Result);
            }
        }
    }

    private static Task EndAsync(Task begun) => begun.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    // The failure travels through the channel to the reader, hence no rethrow here.
    private static async Task FeedAsync<TIn, TOut>(
        IAsyncEnumerable<TIn> items, Func<TIn, CancellationToken, Task<TOut>> work, ByteBudget budget, Func<TIn, long> weigh,
        ChannelWriter<(Task<TOut> Result, long Weight)> results, CancellationToken stop)
    {
        try
        {
            await foreach (var item in items.WithCancellation(stop))
            {
                var weight = weigh(item);
                await budget.TakeAsync(weight, stop);
                var begun = Task.Run(() => work(item, stop), stop);
                try
                {
                    await results.WriteAsync((begun, weight), stop);
                }
                catch (OperationCanceledException)
                {
                    // Nobody takes it any more, so it is waited for here.
                    await EndAsync(begun);
                    throw;
                }
            }

            results.Complete();
        }
#pragma warning disable CA1031 // Turned into a value: whoever reads the channel gets it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            results.Complete(failure);
        }
    }
}
