using Colloquy.Http;
using Colloquy.Tests.Sources.NocoDb;

namespace Colloquy.Tests.Http;

public sealed class RequestGateTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private readonly StillClock clock = new();

    [Fact]
    public void Without_a_rate_everybody_passes()
    {
        var gate = new RequestGate(0, 5, clock);
        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.True(gate.PassAsync(Stop).IsCompletedSuccessfully));
    }

    [Fact]
    public async Task A_burst_of_five_passes_and_the_rest_at_the_rate()
    {
        var gate = new RequestGate(4, 5, clock);
        Assert.All(Enumerable.Range(0, 5), _ => Assert.True(gate.PassAsync(Stop).IsCompletedSuccessfully));
        var sixth = gate.PassAsync(Stop);
        clock.Advance(TimeSpan.FromMilliseconds(240));
        Assert.False(sixth.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(20));
        await sixth.WaitAsync(Stop);

        var seventh = gate.PassAsync(Stop);
        Assert.False(seventh.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(260));
        await seventh.WaitAsync(Stop);
    }

    [Fact]
    public void A_long_rest_allows_no_more_than_a_burst()
    {
        var gate = new RequestGate(100, 5, clock);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(5, Enumerable.Range(0, 50).Count(_ => gate.PassAsync(Stop).IsCompletedSuccessfully));
    }

    [Fact]
    public async Task A_closed_gate_holds_everybody_until_its_time_is_over()
    {
        var gate = new RequestGate(0, 5, clock);
        gate.Close(TimeSpan.FromSeconds(10), atMost: 4);
        var waiting = Enumerable.Range(0, 3).Select(_ => gate.PassAsync(Stop)).ToList();
        clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.All(waiting, one => Assert.False(one.IsCompleted));

        // From then on four a second: all three are through within a second.
        await AdvanceAsync(TimeSpan.FromSeconds(1.2), TimeSpan.FromSeconds(0.05), waiting);
        await Task.WhenAll(waiting).WaitAsync(Stop);
    }

    [Fact]
    public void A_gate_is_slower_after_it_was_closed()
    {
        var gate = new RequestGate(0, 5, clock);
        gate.Close(TimeSpan.FromSeconds(1), atMost: 4);
        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(5, Enumerable.Range(0, 50).Count(_ => gate.PassAsync(Stop).IsCompletedSuccessfully));
    }

    [Fact]
    public void A_lower_rate_stays()
    {
        var gate = new RequestGate(0.5, 5, clock);
        gate.Close(TimeSpan.FromSeconds(1), atMost: 4);
        clock.Advance(TimeSpan.FromSeconds(4.1));
        Assert.Equal(2, Enumerable.Range(0, 50).Count(_ => gate.PassAsync(Stop).IsCompletedSuccessfully));
    }

    [Fact]
    public void The_longer_of_two_times_holds()
    {
        var gate = new RequestGate(0, 5, clock);
        gate.Close(TimeSpan.FromSeconds(30), atMost: 4);
        gate.Close(TimeSpan.FromSeconds(1), atMost: 4);
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(gate.PassAsync(Stop).IsCompleted);
    }

    [Fact]
    public async Task Who_waits_can_be_cancelled()
    {
        var gate = new RequestGate(0, 5, clock);
        gate.Close(TimeSpan.FromSeconds(30), atMost: 4);
        using var stop = new CancellationTokenSource();
        var waiting = gate.PassAsync(stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    // In small steps: a delay that ends may begin another.
    private async Task AdvanceAsync(TimeSpan time, TimeSpan step, IReadOnlyList<Task> waiting)
    {
        for (var passed = TimeSpan.Zero; passed < time && waiting.Any(one => !one.IsCompleted); passed += step)
        {
            clock.Advance(step);
            await Task.Yield();
        }
    }
}
