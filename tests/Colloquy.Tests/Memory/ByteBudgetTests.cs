using Colloquy.Memory;

namespace Colloquy.Tests.Memory;

public sealed class ByteBudgetTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_does_not_fit_waits_until_enough_was_given_back()
    {
        var budget = new ByteBudget(100);
        await budget.TakeAsync(60, Stop);
        await budget.TakeAsync(40, Stop);
        var third = budget.TakeAsync(50, Stop);
        Assert.False(third.IsCompleted);
        budget.Release(40);
        Assert.False(third.IsCompleted);
        budget.Release(60);
        await third;
        Assert.Equal((50, 100), (budget.Taken, budget.HighWater));
    }

    [Fact]
    public async Task What_is_larger_than_the_budget_goes_alone()
    {
        var budget = new ByteBudget(100);
        await budget.TakeAsync(1, Stop);
        var large = budget.TakeAsync(1_000, Stop);
        Assert.False(large.IsCompleted);
        budget.Release(1);
        await large;
        var next = budget.TakeAsync(1, Stop);
        Assert.False(next.IsCompleted);
        budget.Release(1_000);
        await next;
    }

    [Fact]
    public async Task Nobody_overtakes_who_waits()
    {
        var budget = new ByteBudget(100);
        await budget.TakeAsync(90, Stop);
        var first = budget.TakeAsync(50, Stop);
        var second = budget.TakeAsync(5, Stop);
        Assert.False(second.IsCompleted);
        budget.Release(90);
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task Who_stops_waiting_is_not_waited_for()
    {
        var budget = new ByteBudget(100);
        await budget.TakeAsync(90, Stop);
        using var stop = new CancellationTokenSource();
        var first = budget.TakeAsync(50, stop.Token);
        var second = budget.TakeAsync(5, Stop);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await second;
        Assert.Equal(95, budget.Taken);
    }

    [Fact]
    public async Task A_batch_ends_at_a_number_of_items_or_of_bytes()
    {
        int[] items = [1, 1, 1, 9, 1, 200, 1, 5, 5, 1];
        var batches = await items.ToAsyncEnumerable().Batch(3, 10, item => item, Stop).ToListAsync(Stop);
        Assert.Equal(["1 1 1", "9 1", "200", "1 5", "5 1"], batches.Select(batch => string.Join(' ', batch)));
    }
}
