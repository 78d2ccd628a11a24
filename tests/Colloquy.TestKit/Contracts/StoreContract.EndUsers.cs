using Colloquy.Model;
using Colloquy.Stores;
using Colloquy.Stores.Copying;
using Xunit;

namespace Colloquy.TestKit.Contracts;

public abstract partial class StoreContract
{
    private static readonly EndUser Ada = new("u1", "ada", null, DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task External_ids_of_end_users_are_found_by_the_end_users_id()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { EndUsers = [Ada, new EndUser("u2", null, null, null)] }, Stop);
        Assert.Equal(new Dictionary<string, string> { ["u1"] = "ada" }, await store.FindExternalIdsAsync(["u1", "u2", "u3"], Stop));
    }

    [Fact]
    public async Task Of_two_versions_of_an_end_user_the_later_one_stays_whatever_comes_first()
    {
        await using var store = await OpenAsync();
        var later = Ada with { ExternalId = "ada lovelace", UpdatedAt = DateTimeOffset.UnixEpoch.AddDays(1) };
        await store.CommitAsync(Some.Page() with { EndUsers = [later] }, Stop);
        await store.CommitAsync(Some.Page(2) with { EndUsers = [Ada] }, Stop);
        Assert.Equal("ada lovelace", (await store.FindExternalIdsAsync(["u1"], Stop))["u1"]);
        await store.CommitAsync(Some.Page(2) with { EndUsers = [later with { ExternalId = null }] }, Stop);
        Assert.Empty(await store.FindExternalIdsAsync(["u1"], Stop));
    }

    [Fact]
    public async Task End_users_are_exported_sealed_and_open_for_whoever_has_the_id()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { EndUsers = [Ada] }, Stop);
        var item = (EndUserItem)Assert.Single(await ListAsync(store.ExportAsync(StoreItemKind.EndUsers, Stop)));
        Assert.DoesNotContain("u1", item.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("ada", item.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(Ada, item.EndUser.Open("u1"));
        Assert.Equal(SealedEndUser.Of(Ada), item.EndUser);
    }
}
