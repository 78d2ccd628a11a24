using Colloquy.Lake;
using Colloquy.Publish;
using Colloquy.Stores;
using Xunit;

namespace Colloquy.TestKit.Contracts;

/// <summary>One writer at a time: whoever began later shuts those out who began before.</summary>
public abstract partial class LakeContract
{
    [Fact]
    public async Task Whoever_was_overtaken_commits_nothing_any_more()
    {
        await PublishAsync(OpenLake(), Some.LakeDay(First));
        var (old, next) = (await ClaimedAsync("a/1"), await ClaimedAsync("a/2"));
        var staged = await old.StageAsync(Some.LakeDay(First, seed: 2), Stop);
        await PublishAsync(next, Some.LakeDay(Second));
        await next.CleanAsync(Stop);
        var before = await ObjectsAsync();
        foreach (var write in (Func<Task>[])
        [
            () => old.CommitAsync([staged], Stop), () => old.ExpireAsync(all: true, Stop), () => old.RelocateAsync("s3://elsewhere/lake", Stop),
        ])
        {
            var refused = await Assert.ThrowsAsync<LakeException>(write);
            Assert.Contains("Another run has taken over", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, await ObjectsAsync());
    }

    [Fact]
    public async Task Another_store_and_one_from_a_backup_may_take_the_lake_when_they_begin()
    {
        foreach (var (writer, seed) in ((string, int)[])[("a/7", 1), ("b/1", 2), ("a/5", 3), ("b/2", 4)])
        {
            await PublishAsync(await ClaimedAsync(writer), Some.LakeDay(First, seed: seed));
        }

        Assert.All(await new LakeCatalog(Open()).ReadAsync(Stop), table => Assert.Single(table.Files));
    }

    [Fact]
    public async Task Cleaning_shuts_out_whoever_might_commit_what_it_removes()
    {
        var old = await ClaimedAsync("a/1");
        var staged = await old.StageAsync(Some.LakeDay(First), Stop);
        var next = await ClaimedAsync("a/2");
        Assert.Equal(6, await next.CleanAsync(Stop));
        await Assert.ThrowsAsync<LakeException>(() => old.CommitAsync([staged], Stop));
        var again = await next.StageAsync(Some.LakeDay(First), Stop);
        await Assert.ThrowsAsync<LakeException>(() => old.CleanAsync(Stop));
        await next.CommitAsync([again], Stop);
        Assert.Equal(await DataAsync(), await ContentAsync());
    }

    [Fact]
    public async Task Cleaning_where_nothing_was_left_writes_nothing()
    {
        await PublishAsync(await ClaimedAsync("a/1"), Some.LakeDay(First));
        var before = await ObjectsAsync();
        Assert.Equal(0, await (await ClaimedAsync("a/2")).CleanAsync(Stop));
        await PublishAsync(await ClaimedAsync("a/3"), Some.LakeDay(First));
        Assert.Equal(before, await ObjectsAsync());
    }

    [Fact]
    public async Task Whoever_is_not_certain_of_the_store_removes_nothing()
    {
        var hold = new FakeHold("a/1");
        var lake = OpenLake();
        await lake.ClaimAsync(hold, Stop);
        await PublishAsync(lake, Some.LakeDay(First));
        var before = await DataAsync();
        hold.IsCertain = false;
        await PublishAsync(lake, Some.LakeDay(First, seed: 2));
        await lake.CleanAsync(Stop);
        Assert.Superset(before.ToHashSet(StringComparer.Ordinal), (await DataAsync()).ToHashSet(StringComparer.Ordinal));

        await (await ClaimedAsync("a/2")).CleanAsync(Stop);
        Assert.Equal(await ContentAsync(), await DataAsync());
    }

    [Fact]
    public async Task A_rival_that_may_be_alive_is_shut_out_of_every_table_at_once()
    {
        await PublishAsync(OpenLake(), Some.LakeDay(First));
        var old = await ClaimedAsync("a/1");
        var staged = await old.StageAsync(Some.LakeDay(First, seed: 2), Stop);
        var hold = new FakeHold("a/2") { MayHaveRival = true };
        await OpenLake().ClaimAsync(hold, Stop);
        Assert.False(hold.MayHaveRival);
        var before = await ObjectsAsync();
        await Assert.ThrowsAsync<LakeException>(() => old.CommitAsync([staged], Stop));
        Assert.Equal(before, await ObjectsAsync());
    }

    [Fact]
    public async Task Whoever_lost_the_store_as_it_began_cannot_write()
    {
        await Assert.ThrowsAsync<StoreException>(() => OpenLake().ClaimAsync(new FakeHold("a/1") { IsOvertaken = true }, Stop));
        Assert.Empty(await ObjectsAsync());
    }

    private async Task<ILake> ClaimedAsync(string writer)
    {
        var lake = OpenLake();
        await lake.ClaimAsync(new FakeHold(writer), Stop);
        return lake;
    }
}
