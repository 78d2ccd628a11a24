using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Colloquy.Memory;

namespace Colloquy.Units;

/// <summary>Processes items in parallel and returns the results in the order of the items.</summary>
internal static class ParallelOrder
{
    /// <summary>
    /// At most about <paramref name="degree"/> items are in flight, which bounds memory. The first failure ends the enumeration after the
    /// work in progress has finished, so that nothing runs on in the background.
    /// </summary>
    public static IAsyncEnumerable<TOut> SelectInOrder<TIn, TOut>(
        this IAsyncEnumerable<TIn> items, Func<TIn, CancellationToken, Task<TOut>> work, int degree, CancellationToken cancellationToken) =>
        items.SelectInOrder(work, degree, new ByteBudget(long.MaxValue), _ => 0, cancellationToken);

    /// <summary>The same, with items in flight limited by a memory budget; a larger item runs alone.</summary>
    /// <param name="weigh">Bytes that an item takes until its result has been used.</param>
    public static async IAsyncEnumerable<TOut> SelectInOrder<TIn, TOut>(
        this IAsyncEnumerable<TIn> items, Func<TIn, CancellationToken, Task<TOut>> work, int degree, ByteBudget budget,
        Func<TIn, long> weigh,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<(Task<TOut> Result, long Weight)>(
            new BoundedChannelOptions(degree) { SingleReader = true, SingleWriter = true });
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var feeding = Task.Run(() => FeedAsync(items, work, budget, weigh, channel.Writer, linked.Token), CancellationToken.None);
        try
        {
            await foreach (var (result, weight) in channel.Reader.ReadAllAsync(cancellationToken))
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

    private static Task EndAsync(Task begun) =>
        begun.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    // The failure reaches the reader through the channel, so it is not rethrown here.
    private static async Task FeedAsync<TIn, TOut>(
        IAsyncEnumerable<TIn> items, Func<TIn, CancellationToken, Task<TOut>> work, ByteBudget budget, Func<TIn, long> weigh,
        ChannelWriter<(Task<TOut> Result, long Weight)> results, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in items.WithCancellation(cancellationToken))
            {
                var weight = weigh(item);
                await budget.TakeAsync(weight, cancellationToken);
                var begun = Task.Run(() => work(item, cancellationToken), cancellationToken);
                try
                {
                    await results.WriteAsync((begun, weight), cancellationToken);
                }
                catch (OperationCanceledException)
                {
                    // Nobody will receive it, so wait for it here.
                    await EndAsync(begun);
                    throw;
                }
            }

            results.Complete();
        }
#pragma warning disable CA1031 // Passed to the reader of the channel as a value.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            results.Complete(failure);
        }
    }
}
