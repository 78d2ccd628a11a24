using Colloquy.Model;
using Colloquy.Stores;
using Xunit;

namespace Colloquy.TestKit.Contracts;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Dead_letters_come_back_in_the_order_of_their_key()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page(3) with { DeadLetters = [Some.DeadLetter("k2"), Some.DeadLetter("k1", SourceTable.Conversations, null)] }, Stop);
        var letters = await ListAsync(store.ReadDeadLettersAsync(DeadLetterFilter.Everything, Stop));
        Assert.Equal(["k1", "k2"], letters.Select(l => l.Letter.Key));
        var expected = Some.DeadLetter("k2");
        Assert.Equal(expected with { Raw = default }, letters[1].Letter with { Raw = default });
        Assert.Equal(expected.Raw.ToArray(), letters[1].Letter.Raw.ToArray());
        Assert.Equal(("files:here", 3L), (letters[1].Source, letters[1].Generation));
        Assert.Null(letters[0].Letter.RowId);
        Assert.Equal("k1", Assert.Single(await ListAsync(store.ReadDeadLettersAsync(new DeadLetterFilter { Table = SourceTable.Conversations }, Stop))).Letter.Key);
    }

    [Fact]
    public async Task A_letter_met_again_is_the_same_letter()
    {
        await using var store = await OpenAsync();
        Assert.Equal(new CommitResult(0, 0, 0, 0, 1), await store.CommitAsync(Some.Page(1) with { DeadLetters = [Some.DeadLetter()] }, Stop));
        Assert.Equal(new CommitResult(0, 0, 1, 0, 0), await store.CommitAsync(Some.Page(2) with { DeadLetters = [Some.DeadLetter()] }, Stop));
        Assert.Equal(1, Assert.Single(await ListAsync(store.ReadDeadLettersAsync(DeadLetterFilter.Everything, Stop))).Generation);
        Assert.Equal(new TableCounts(1, 0, 0, 1), (await store.CountAsync(Stop)).Messages);
    }

    [Fact]
    public async Task A_revived_letter_counts_as_the_row_it_became()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { DeadLetters = [Some.DeadLetter(row: "m1"), Some.DeadLetter("k2")] }, Stop);
        var page = Some.Page() with { Conversations = [Some.ConversationRow()], Messages = [Some.MessageRow()], Revived = ["k1", "unknown"] };
        await store.CommitAsync(page, Stop);
        Assert.Equal(new TableCounts(2, 1, 0, 1), (await store.CountAsync(Stop)).Messages);
        await store.CommitAsync(page, Stop);
        Assert.Equal(new TableCounts(2, 1, 0, 1), (await store.CountAsync(Stop)).Messages);
        Assert.Equal("k2", Assert.Single(await ListAsync(store.ReadDeadLettersAsync(DeadLetterFilter.Everything, Stop))).Letter.Key);
    }

    [Fact]
    public async Task Letters_may_be_revived_while_they_are_read()
    {
        await using var store = await OpenAsync();
        const int Letters = 1_200;
        await store.CommitAsync(Some.Page() with { DeadLetters = [.. Enumerable.Range(0, Letters).Select(i => Some.DeadLetter($"k{i:D5}"))] }, Stop);
        var read = 0;
        await foreach (var letter in store.ReadDeadLettersAsync(DeadLetterFilter.Everything, Stop))
        {
            read++;
            await store.CommitAsync(Some.Page() with { Revived = [letter.Letter.Key] }, Stop);
        }

        Assert.Equal(Letters, read);
        Assert.Equal(new TableCounts(0, 0, 0, 0), (await store.CountAsync(Stop)).Messages);
    }
}
