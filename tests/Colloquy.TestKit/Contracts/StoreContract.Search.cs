using System.Globalization;
using Colloquy.Model;
using Colloquy.Stores;
using Xunit;

namespace Colloquy.TestKit.Contracts;

public abstract partial class StoreContract
{
    [Theory]
    [InlineData("invoice")]
    [InlineData("INVOICE")]
    [InlineData("invo")]
    [InlineData("invoice wrong")]
    [InlineData("wro invoice")]
    [InlineData("invoice apologise")]
    [InlineData("\"the invoice\"")]
    [InlineData("\"the invoice")]
    [InlineData("\"the invoice\" wrong")]
    [InlineData("überweisung")]
    [InlineData("Uberweisung")]
    [InlineData("U\u0308berweisung")]
    [InlineData("straße")]
    [InlineData("天气")]
    [InlineData("天")]
    [InlineData("京的天")]
    [InlineData("\"北京的天气\"")]
    [InlineData("iPhone手机")]
    [InlineData("手机 iphone")]
    [InlineData("iphone15")]
    [InlineData("สภาพอากาศ")]
    [InlineData("อากาศ")]
    [InlineData("東京")]
    [InlineData("タワー")]
    [InlineData("ﾀﾜｰ")]
    [InlineData("てください")]
    [InlineData("invoice-2025")]
    [InlineData("o'neil")]
    [InlineData("100%")]
    [InlineData("user@example.com")]
    [InlineData("(invoice)* {wrong} ^is: -the +THE")]
    public async Task Search_finds(string text)
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Searchable, Stop);
        Assert.NotEmpty(await store.SearchAsync(text, 10, Stop));
    }

    [Theory]
    [InlineData("nvoice")]
    [InlineData("invoice weather")]
    [InlineData("\"invoice the\"")]
    [InlineData("\"the invo\"")]
    [InlineData("气天")]
    [InlineData("北天")]
    [InlineData("京東")]
    [InlineData("secret")]
    [InlineData("query")]
    [InlineData("\"wrong We\"")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\"")]
    [InlineData("\"\"")]
    [InlineData("!?… -- *")]
    [InlineData("invoice\0nothing")]
    public async Task Search_does_not_find(string text)
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Searchable, Stop);
        Assert.Empty(await store.SearchAsync(text, 10, Stop));
    }

    [Fact]
    public async Task Search_gives_the_newest_hits_first_and_no_more_than_asked_for()
    {
        await using var store = await OpenAsync();
        var messages = Enumerable.Range(0, 20).Select(i => Some.MessageRow(
            $"m{i:D2}", $"c{i % 3}", Some.Instant("2025-04-01T00:00:00Z").AddMinutes((i * 7) % 20).ToString("O", CultureInfo.InvariantCulture), query: "hello")).ToArray();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow("c0"), Some.ConversationRow("c1"), Some.ConversationRow("c2")], Messages = messages }, Stop);
        var hits = await store.SearchAsync("hello", 5, Stop);
        Assert.Equal(messages.OrderByDescending(m => m.CreatedAt).Take(5).Select(m => new SearchHit(m.ConversationId, m)), hits);
        Assert.Empty(await store.SearchAsync("hello", 0, Stop));
    }

    [Fact]
    public async Task Search_tells_messages_of_one_second_apart()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(
            Some.Page() with
            {
                Conversations = [Some.ConversationRow()],
                Messages = [Some.MessageRow("m1", query: "one apple"), Some.MessageRow("m2", query: "two pears"), Some.MessageRow("m3", created: "2025-04-01T12:00:01Z", query: "three apples")],
            },
            Stop);
        Assert.Equal(["m3", "m1"], (await store.SearchAsync("apple", 9, Stop)).Select(h => h.Message.Id));
        Assert.Equal("m2", Assert.Single(await store.SearchAsync("pears", 9, Stop)).Message.Id);
        Assert.Empty(await store.SearchAsync("apple pears", 9, Stop));
    }

    [Fact]
    public async Task Search_follows_the_record()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow(query: "apple")] }, Stop);
        Assert.Single(await store.SearchAsync("apple", 9, Stop));
        await store.CommitAsync(Some.Page() with { Messages = [Some.MessageRow(updated: "2025-04-02T00:00:00Z", query: "pear"), Some.MessageRow("m2", query: "plum")] }, Stop);
        Assert.Empty(await store.SearchAsync("apple", 9, Stop));
        Assert.Single(await store.SearchAsync("pear", 9, Stop));
        Assert.Single(await store.SearchAsync("plum", 9, Stop));
        await store.CommitAsync(Some.Page() with { Conversations = [Deleted] }, Stop);
        Assert.Empty(await store.SearchAsync("pear", 9, Stop));
        await store.SettleAsync(Stop);
        Assert.Empty(await store.SearchAsync("plum", 9, Stop));
    }

    [Fact]
    public async Task Search_reaches_all_times()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(
            Some.Page() with
            {
                Conversations = [Some.ConversationRow()],
                Messages = [Some.MessageRow("m1", created: "0001-01-01T00:00:00Z"), Some.MessageRow("m2", created: "1969-01-01T00:00:00Z"), Some.MessageRow("m3", created: "9999-12-31T23:59:59Z")],
            },
            Stop);
        Assert.Equal(["m3", "m2", "m1"], (await store.SearchAsync("where", 9, Stop)).Select(h => h.Message.Id));
    }

    private static PageCommit Searchable { get; } = Some.Page() with
    {
        Conversations = [Some.ConversationRow(), Some.ConversationRow("gone") with { IsDeleted = true }],
        Messages =
        [
            Some.MessageRow("en", query: "The invoice is wrong", answer: "We apologise for that."),
            Some.MessageRow("de", query: "Die Überweisung aus der Straße", answer: "Gern."),
            Some.MessageRow("zh", query: "北京的天气怎么样？", answer: "iPhone手机"),
            Some.MessageRow("th", query: "สภาพอากาศวันนี้เป็นอย่างไร", answer: null),
            Some.MessageRow("ja", query: "東京タワーを見てください", answer: ""),
            Some.MessageRow("other", query: "Dr. O'Neil asks about bill invoice-2025: sun? 100% of iPhone15", answer: "Write to user@example.com"),
            Some.MessageRow("half", query: "a broken \ud83d pair", answer: null),
            Some.MessageRow("x", "gone", query: "secret"),
        ],
    };
}
