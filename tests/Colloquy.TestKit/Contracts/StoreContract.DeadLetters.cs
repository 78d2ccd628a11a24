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
    public async Task Letters_are_found_by_table_source_and_reason_and_counted_by_reason()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(Some.Page() with { DeadLetters = [Some.DeadLetter("k1") with { Reason = DeadReason.Malformed }, Some.DeadLetter("k2")] }, Stop);
        await store.CommitAsync(Some.Page() with { Source = "files:there", DeadLetters = [Some.DeadLetter("k3", SourceTable.Feedbacks)] }, Stop);
        Assert.Equal(["k2"], await KeysAsync(new DeadLetterFilter { Source = "files:here", Reason = DeadReason.Orphan }));
        Assert.Equal(["k2", "k3"], await KeysAsync(new DeadLetterFilter { Reason = DeadReason.Orphan }));
        Assert.Equal(["k3"], await KeysAsync(new DeadLetterFilter { Table = SourceTable.Feedbacks }));
        Assert.Equal(["k1", "k2", "k3"], await KeysAsync(DeadLetterFilter.Everything));

        var counts = await store.CountDeadLettersAsync(DeadLetterFilter.Everything, Stop);
        Assert.Equal((1L, 2L), (counts[DeadReason.Malformed], counts[DeadReason.Orphan]));
        Assert.Equal((DeadReason.Orphan, 1L), Assert.Single((await store.CountDeadLettersAsync(new DeadLetterFilter { Table = SourceTable.Feedbacks }, Stop)).Select(count => (count.Key, count.Value))));
        Assert.Empty(await store.CountDeadLettersAsync(new DeadLetterFilter { Table = SourceTable.Apps }, Stop));

        async Task<IEnumerable<string>> KeysAsync(DeadLetterFilter filter) => (await ListAsync(store.ReadDeadLettersAsync(filter, Stop))).Select(dead => dead.Letter.Key);
    }

    [Fact]
    public async Task Letters_are_listed_by_where_they_come_from_and_only_so_many()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(
            Some.Page() with
            {
                DeadLetters =
                [
                    Some.DeadLetter("k1") with { Origin = "b line 1" }, Some.DeadLetter("k2") with { Origin = "a line 2" }, Some.DeadLetter("k3") with { Origin = "a line 1" },
                    Some.DeadLetter("k4", SourceTable.Conversations) with { Origin = "a line 0" }, Some.DeadLetter("k0") with { Origin = "a line 2" },
                ],
            },
            Stop);
        Assert.Equal(["k4", "k3", "k0"], await KeysAsync(DeadLetterFilter.Everything, 3));
        Assert.Equal(["k3", "k0", "k2", "k1"], await KeysAsync(new DeadLetterFilter { Table = SourceTable.Messages }, 100));

        async Task<IEnumerable<string>> KeysAsync(DeadLetterFilter filter, int limit) => (await ListAsync(store.ListDeadLettersAsync(filter, limit, Stop))).Select(dead => dead.Letter.Key);
    }

    [Fact]
    public async Task Without_their_raw_text_letters_are_the_same_but_for_it()
    {
        await using var store = await OpenAsync();
        var letter = Some.DeadLetter();
        var without = new DeadLetterFilter { Raw = DeadLetterRaw.None };
        await store.CommitAsync(Some.Page() with { DeadLetters = [letter] }, Stop);
        var read = Assert.Single(await ListAsync(store.ReadDeadLettersAsync(without, Stop))).Letter;
        var listed = Assert.Single(await ListAsync(store.ListDeadLettersAsync(without, 1, Stop))).Letter;
        Assert.Equal(letter with { Raw = default }, read with { Raw = default });
        Assert.Equal(letter with { Raw = default }, listed with { Raw = default });
        Assert.True(read.Raw.IsEmpty && listed.Raw.IsEmpty);
        Assert.Equal(letter.Raw.ToArray(), Assert.Single(await ListAsync(store.ListDeadLettersAsync(DeadLetterFilter.Everything, 1, Stop))).Letter.Raw.ToArray());
    }

    [Fact]
    public async Task Only_orphans_come_with_their_raw_text_when_only_that_is_wanted()
    {
        await using var store = await OpenAsync();
        DeadLetter[] letters = [Some.DeadLetter("k1"), Some.DeadLetter("k2") with { Reason = DeadReason.Malformed }, Some.DeadLetter("k3")];
        await store.CommitAsync(Some.Page() with { DeadLetters = letters }, Stop);
        var filter = new DeadLetterFilter { Raw = DeadLetterRaw.Orphans };
        Assert.Equal(["k1", "k3"], WithRaw(await ListAsync(store.ReadDeadLettersAsync(filter, Stop))));
        Assert.Equal(["k1", "k3"], WithRaw(await ListAsync(store.ListDeadLettersAsync(filter, 9, Stop))));

        IEnumerable<string> WithRaw(List<StoredDeadLetter> read)
        {
            Assert.Equal(["k1", "k2", "k3"], read.Select(dead => dead.Letter.Key));
            return read.Where(dead => dead.Letter.Raw.Span.SequenceEqual(letters[0].Raw.Span)).Select(dead => dead.Letter.Key);
        }
    }

    [Fact]
    public async Task Large_letters_all_come_back()
    {
        await using var store = await OpenAsync();
        var raw = new byte[5 << 20];
        await store.CommitAsync(Some.Page() with { DeadLetters = [.. Enumerable.Range(0, 5).Select(i => Some.DeadLetter($"k{i}") with { Raw = raw })] }, Stop);
        var read = await ListAsync(store.ReadDeadLettersAsync(DeadLetterFilter.Everything, Stop));
        Assert.Equal(["k0", "k1", "k2", "k3", "k4"], read.Select(dead => dead.Letter.Key));
        Assert.All(read, dead => Assert.Equal(raw.Length, dead.Letter.Raw.Length));
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
