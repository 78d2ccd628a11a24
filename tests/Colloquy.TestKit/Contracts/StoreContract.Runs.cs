using Colloquy.Stores;
using Xunit;

namespace Colloquy.TestKit.Contracts;

public abstract partial class StoreContract
{
    private static readonly DateTimeOffset Noon = Some.Instant("2025-04-01T12:00:00.1234567Z");

    [Fact]
    public async Task Runs_come_back_as_they_ended_the_newest_first()
    {
        await using var store = await OpenAsync();
        var first = await store.BeginRunAsync("collect", Noon, Stop);
        var ended = new RunRecord(
            first, "collect", Noon, Noon.AddSeconds(3), RunOutcome.Succeeded, 3, [new StageRecord("collect", 10, 2, 3_000, 1.5)], "1 dead letter");
        await store.EndRunAsync(ended, Stop);
        var second = await store.BeginRunAsync("run", Noon.AddHours(1), Stop);
        var runs = await store.ReadRunsAsync(10, Stop);
        Assert.Equal([second, first], runs.Select(r => r.Id));
        Assert.Equal(ended with { Stages = [] }, runs[1] with { Stages = [] });
        Assert.Equal(ended.Stages, runs[1].Stages);
        Assert.Equal(new RunRecord(second, "run", Noon.AddHours(1), null, RunOutcome.Running, null, [], null) with { Stages = runs[0].Stages }, runs[0]);
        Assert.Empty(runs[0].Stages);
        Assert.Equal(second, Assert.Single(await store.ReadRunsAsync(1, Stop)).Id);
        Assert.Empty(await store.ReadRunsAsync(0, Stop));
    }

    [Fact]
    public async Task Beginning_a_run_marks_those_still_running_as_interrupted()
    {
        await using var store = await OpenAsync();
        await store.BeginRunAsync("run", Noon, Stop);
        await store.BeginRunAsync("run", Noon, Stop);
        Assert.Equal([RunOutcome.Running, RunOutcome.Interrupted], (await store.ReadRunsAsync(10, Stop)).Select(r => r.Outcome));
    }

    [Fact]
    public async Task Ending_a_run_that_never_began_throws()
    {
        await using var store = await OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(
            () => store.EndRunAsync(new RunRecord(7, "run", Noon, Noon, RunOutcome.Failed, 1, [], null), Stop));
    }

    [Fact]
    public async Task Generations_are_counted_by_source()
    {
        await using var store = await OpenAsync();
        Assert.Equal(0, await store.ReadGenerationAsync("a", Stop));
        await store.CompleteGenerationAsync("a", 1, Stop);
        await store.CompleteGenerationAsync("a", 2, Stop);
        await store.CompleteGenerationAsync("a", 1, Stop);
        Assert.Equal(2, await store.ReadGenerationAsync("a", Stop));
        Assert.Equal(0, await store.ReadGenerationAsync("b", Stop));
    }
}
