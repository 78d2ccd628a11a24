using Colloquy.Units;

namespace Colloquy.Tests.Units;

public sealed class ParallelOrderTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public async Task Results_come_in_the_order_of_the_items(int degree)
    {
        var results = await Enumerable.Range(0, 200).ToAsyncEnumerable()
            .SelectInOrder(async (i, _) => { await Yield(i % 7); return i; }, degree, Stop).ToListAsync(Stop);
        Assert.Equal(Enumerable.Range(0, 200), results);
    }

    [Fact]
    public async Task A_failing_item_fails_the_enumeration_after_those_before_it()
    {
        var seen = new List<int>();
        var failure = await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var i in Enumerable.Range(0, 100).ToAsyncEnumerable().SelectInOrder(
                (i, _) => i == 20 ? throw new InvalidDataException("bad item") : Task.FromResult(i), 4, Stop))
            {
                seen.Add(i);
            }
        });
        Assert.Equal("bad item", failure.Message);
        Assert.Equal(Enumerable.Range(0, 20), seen);
    }

    [Fact]
    public async Task A_failing_source_fails_the_enumeration()
    {
        static async IAsyncEnumerable<int> Broken()
        {
            yield return 1;
            await Task.Yield();
            throw new InvalidDataException("source");
        }

        await Assert.ThrowsAsync<InvalidDataException>(async () => await Broken().SelectInOrder((i, _) => Task.FromResult(i), 2, Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task Leaving_early_waits_for_the_work_begun()
    {
        var running = 0;
        await foreach (var i in Enumerable.Range(0, 1_000).ToAsyncEnumerable().SelectInOrder(
            async (i, _) =>
            {
                Interlocked.Increment(ref running);
                await Yield(3);
                Interlocked.Decrement(ref running);
                return i;
            },
            4,
            Stop))
        {
            if (i == 10)
            {
                break;
            }
        }

        Assert.Equal(0, running);
    }

    [Fact]
    public async Task Few_items_are_in_flight()
    {
        int running = 0, most = 0;
        await foreach (var _ in Enumerable.Range(0, 500).ToAsyncEnumerable().SelectInOrder(
            async (i, _) =>
            {
                var now = Interlocked.Increment(ref running);
                InterlockedMax(ref most, now);
                await Yield(2);
                Interlocked.Decrement(ref running);
                return i;
            },
            3,
            Stop))
        {
        }

        Assert.InRange(most, 1, 5);
    }

    [Fact]
    public async Task Cancelling_ends_the_enumeration()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var i in Enumerable.Range(0, 1_000).ToAsyncEnumerable().SelectInOrder((i, _) => Task.FromResult(i), 2, cancel.Token))
            {
                await cancel.CancelAsync();
            }
        });
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var current = target; value > current; current = target)
        {
            if (Interlocked.CompareExchange(ref target, value, current) == current)
            {
                return;
            }
        }
    }

    private static async Task Yield(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await Task.Yield();
        }
    }
}
