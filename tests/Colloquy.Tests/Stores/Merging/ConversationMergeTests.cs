using System.Collections.Immutable;
using System.Text.Json;
using Colloquy.Model;
using Colloquy.Stores;
using Colloquy.Stores.Copying;
using Colloquy.Stores.Merging;
using Colloquy.TestKit;
using CsCheck;

namespace Colloquy.Tests.Stores.Merging;

/// <summary>What a page makes of one conversation, whatever store it lies in.</summary>
public sealed class ConversationMergeTests
{
    // Few ids and times, so that versions meet and conflict.
    private static readonly Gen<Conversation> AnyConversation = Gen.Select(
        Gen.Int[0, 3], Gen.Int[0, 2], Gen.Int[0, 3],
        (updated, name, deleted) => Some.ConversationRow(updated: $"2025-04-0{updated + 1}T12:00:00Z") with
        {
            Name = $"name {name}",
            IsDeleted = deleted == 0,
        });

    private static readonly Gen<Message> AnyMessage = Gen.Select(
        Gen.Int[0, 3], Gen.Int[1, 4], Gen.Int[0, 2], Gen.Int[0, 2],
        (id, day, updated, text) => Some.MessageRow(
            $"m{id}",
            created: $"2025-04-0{day}T12:00:00Z",
            updated: updated == 0 ? null : $"2025-04-0{updated + 4}T12:00:00Z",
            query: $"text {text}"));

    private static readonly Gen<Feedback> AnyFeedback = Gen.Select(
        Gen.Int[0, 2], Gen.OneOf("like", "dislike"), (id, rating) => Some.FeedbackRow($"f{id}", rating: rating));

    private static readonly Gen<GoneRow> AnyGone = Gen.Select(
        Gen.Bool,
        Gen.Int[0, 3],
        (message, id) => message ? new GoneRow(SourceTable.Messages, $"m{id}", "c1") : new GoneRow(SourceTable.Feedbacks, $"f{id}", "c1"));

    private static readonly Gen<PageCommit> AnyPage = Gen.Select(
        AnyConversation.Array[0, 2], AnyMessage.Array[0, 5], AnyFeedback.Array[0, 3], AnyGone.Array[0, 2], Gen.OneOf("a", "b"),
        (conversations, messages, feedbacks, gone, source) =>
            Some.Page() with { Source = source, Conversations = conversations, Messages = messages, Feedbacks = feedbacks, Gone = gone });

    private static readonly Gen<PageCommit[]> AnyPages = AnyPage.Array[1, 6];

    [Fact]
    public void Each_row_of_a_page_counts_once() => AnyPages.Sample(pages => Replay(pages, (_, page, change) => Assert.Equal(
        page.Conversations.Count + page.Messages.Count + page.Feedbacks.Count + page.Gone.Count,
        change.Tally.Inserted + change.Tally.Updated + change.Tally.Unchanged + change.Tally.Excluded)));

    [Fact]
    public void The_version_grows_by_one_when_something_that_is_projected_changes_and_only_then() => AnyPages.Sample(pages => Replay(
        pages,
        (stored, _, change) =>
        {
            Assert.Equal((stored?.Version ?? 0) + (change.IsChanged ? 1 : 0), change.Version);
            Assert.Equal(Projected(stored?.Record) != Projected(change.After), change.IsChanged);
        }));

    [Fact]
    public void Days_entered_and_left_lead_from_the_days_before_to_those_after() => AnyPages.Sample(pages => Replay(
        pages,
        (stored, _, change) =>
        {
            var before = stored?.Record!.Days() ?? [];
            Assert.Equal(change.After?.Days() ?? [], before.Union(change.EnteredDays).Except(change.LeftDays));
            Assert.Empty(change.EnteredDays.Intersect(before));
            Assert.Subset(before.ToHashSet(), change.LeftDays.ToHashSet());
        }));

    [Fact]
    public void Rows_seen_add_up_to_the_rows_met() => AnyPages.Sample(pages =>
    {
        var seen = default(SeenRows);
        var last = Replay(pages, (_, _, change) => seen += change.Seen);
        Assert.Equal(new SeenRows(last is null ? 0 : 1, last?.Record!.MessagesSeen ?? 0, last?.Record!.FeedbacksSeen ?? 0), seen);
    });

    [Fact]
    public void The_same_page_again_writes_nothing() => AnyPages.Sample(pages => Replay(
        pages,
        (stored, page, change) =>
        {
            // What the page calls gone and brings at once stays; everything else is as the page says.
            var again = ConversationMerge.Merge(After(stored, change), Rows(page), page.Source, 1);
            Assert.False(again.IsWritten);
            Assert.Equal(default, again.Seen);
            Assert.Equal((0, 0), (again.Tally.Inserted, again.Tally.Updated));
        }));

    [Fact]
    public void Content_goes_when_a_conversation_becomes_a_tombstone_and_only_then() => AnyPages.Sample(pages => Replay(
        pages,
        (stored, _, change) =>
        {
            Assert.Equal(stored is { Record.IsTombstone: false } && change.After!.IsTombstone, change.LosesContent);
            if (change.After is { IsTombstone: true } tombstone)
            {
                Assert.Equal((0, 0, 0), (tombstone.Messages.Length, tombstone.Feedbacks.Length, tombstone.GoneMessages.Length));
                Assert.Null(tombstone.Conversation.Row.Name);
            }
        }));

    [Fact]
    public void The_source_is_that_of_the_last_page_with_the_conversation_itself() => AnyPages.Sample(pages =>
    {
        var source = (string?)null;
        Replay(
            pages,
            (_, page, change) =>
            {
                var before = source;
                source = page.Conversations.Count > 0 ? page.Source : source;
                Assert.Equal((source, source != before), (change.Source, change.IsRedelivered));
            });
    });

    [Fact]
    public void The_order_of_rows_and_pages_does_not_matter()
    {
        // A deletion that is not the last word takes the messages that came before it.
        var rows = Gen.Select(AnyConversation.Array[1, 4], AnyMessage.Array[0, 8], AnyFeedback.Array[0, 4], Gen.Bool, Gen.Int, Gen.Int);
        rows.Sample(sample =>
        {
            var (conversations, messages, feedbacks, isDeleted, one, other) = sample;
            object[] all =
            [
                .. conversations.Select(row => row with { IsDeleted = false }), .. messages, .. feedbacks,
                .. isDeleted ? (object[])[Some.ConversationRow(updated: "2025-04-09T00:00:00Z") with { IsDeleted = true }] : [],
            ];
            Assert.Equal(Content(Shuffled(all, one)), Content(Shuffled(all, other)));
        });

        // An older conversation than all others comes first, because a message needs one.
        static string Content(IEnumerable<PageCommit> pages)
        {
            var first = Some.Page(0) with { Conversations = [Some.ConversationRow(created: "2025-03-01T00:00:00Z")] };
            return Json(Replay(pages.Prepend(first), (_, _, _) => { })!.Record!);
        }
    }

    [Fact]
    public void An_unreadable_record_is_made_anew_and_what_was_lost_counts_again_when_it_comes_again() => AnyPages.Sample(pages =>
    {
        if (Replay(pages, (_, _, _) => { }) is not { } stored)
        {
            return;
        }

        var days = stored.Record!.Days();
        var unreadable = stored with { Record = null, IndexedDays = days };
        var page = Some.Page(2) with
        {
            Conversations = [Some.ConversationRow(updated: "2025-05-01T00:00:00Z")],
            Messages = [Some.MessageRow("m9")],
        };
        var change = ConversationMerge.Merge(unreadable, Rows(page), "a", 2);
        Assert.True(change.IsChanged);
        Assert.Equal(stored.Version + 1, change.Version);
        Assert.Equal(new SeenRows(0, 1 - stored.MessagesSeen, -stored.FeedbacksSeen), change.Seen);
        Assert.Equal(change.After!.Days(), days.Union(change.EnteredDays).Except(change.LeftDays));
    });

    [Fact]
    public void An_unreadable_record_needs_the_conversation_itself()
    {
        var unreadable = new StoredConversation("c1", 3);
        var messages = Rows(Some.Page() with { Messages = [Some.MessageRow()] });
        Assert.False(unreadable.CanTake(messages));
        Assert.Throws<ArgumentException>(() => ConversationMerge.Merge(unreadable, messages, "a", 1));
        Assert.True((unreadable with { IsExcluded = true }).CanTake(messages));
        Assert.True(unreadable.CanTake(Rows(Some.Page() with { Conversations = [Some.ConversationRow()] })));
    }

    [Fact]
    public void What_is_gone_of_an_unknown_conversation_is_passed_over_and_other_rows_of_it_are_a_mistake()
    {
        var gone = Rows(Some.Page() with { Gone = [new GoneRow(SourceTable.Messages, "m1", "c1")] });
        var change = ConversationMerge.Merge(null, gone, "a", 1);
        Assert.Equal((false, null, CommitResult.Nothing with { Unchanged = 1 }), (change.IsWritten, change.After, change.Tally));
        var messages = Rows(Some.Page() with { Messages = [Some.MessageRow()] });
        Assert.Throws<ArgumentException>(() => ConversationMerge.Merge(null, messages, "a", 1));
    }

    [Theory]
    [InlineData(SourceTable.Conversations)]
    [InlineData(SourceTable.Apps)]
    public void Only_messages_and_feedbacks_can_be_gone(SourceTable table) =>
        Assert.Throws<ArgumentException>(() => IncomingRows.Of(Some.Page() with { Gone = [new GoneRow(table, "x", "c1")] }));

    [Fact]
    public void An_excluded_conversation_keeps_its_ids_and_no_row_wakes_it() => Gen.Select(AnyPages, AnyPage).Sample((pages, later) =>
    {
        if (Replay(pages, (_, _, _) => { }) is not { } stored || IncomingRows.Of(later).Count == 0)
        {
            return;
        }

        var change = ConversationMerge.Exclude(stored)!;
        Assert.Equal((stored.Version + 1, stored.Source, true), (change.Version, change.Source, change.LosesContent));
        Assert.Equal(stored.Record!.Days(), change.LeftDays);
        Assert.Equal(default, change.Seen);
        var excluded = After(stored, change);
        Assert.Null(ConversationMerge.Exclude(excluded));
        var after = ConversationMerge.Merge(excluded, Rows(later), later.Source, 9);
        Assert.True(after.After is { IsTombstone: true, IsExcluded: true });
        Assert.Equal(later.Conversations.Count, after.Tally.Unchanged - Repeated(later, excluded));
    });

    [Fact]
    public void A_conversation_of_which_nothing_can_be_read_is_excluded_by_its_id()
    {
        ImmutableSortedSet<DateOnly> days = [new DateOnly(2025, 4, 1)];
        var stored = new StoredConversation("c1", 3) { MessagesSeen = 2, FeedbacksSeen = 1, IndexedDays = days };
        var change = ConversationMerge.Exclude(stored)!;
        Assert.Equal((4, new SeenRows(0, -2, -1)), (change.Version, change.Seen));
        Assert.Equal(days, change.LeftDays);
        Assert.True(change.After is { IsTombstone: true, IsExcluded: true });
    }

    [Fact]
    public void A_copied_conversation_takes_the_place_of_what_is_there_as_it_is() => Gen.Select(AnyPages, AnyPages).Sample((here, there) =>
    {
        var stored = Replay(here, (_, _, _) => { });
        if (Replay(there, (_, _, _) => { }) is not { } copied)
        {
            return;
        }

        var change = ConversationMerge.Replace(stored, new RecordItem(copied.Record!, 7, "b", null, []));
        Assert.Equal((7, "b", copied.Record), (change.Version, change.Source, change.After));
        Assert.Equal(copied.Record!.Days(), (stored?.Record!.Days() ?? []).Union(change.EnteredDays).Except(change.LeftDays));
    });

    private static StoredConversation? Replay(
        IEnumerable<PageCommit> pages, Action<StoredConversation?, PageCommit, ConversationChange> check)
    {
        var stored = (StoredConversation?)null;
        foreach (var page in pages)
        {
            // Rows of a conversation that is not there are a mistake of the caller.
            var rows = IncomingRows.Of(page);
            if (rows.Count == 0 || (stored is null && page.Conversations.Count == 0 && !rows[0].IsOnlyGone))
            {
                continue;
            }

            var change = ConversationMerge.Merge(stored, rows[0], page.Source, page.Generation);
            check(stored, page, change);
            stored = After(stored, change);
        }

        return stored;
    }

    private static StoredConversation After(StoredConversation? stored, ConversationChange change) => change.After is not { } record
        ? stored!
        : new StoredConversation(change.Id, change.Version)
        {
            Record = record,
            Source = change.Source,
            IsExcluded = record.IsExcluded,
            MessagesSeen = record.MessagesSeen,
            FeedbacksSeen = record.FeedbacksSeen,
        };

    // Rows of a tombstone that count as unchanged: their id is known, or named twice.
    private static long Repeated(PageCommit page, StoredConversation stored) =>
        page.Messages.Count - page.Messages.Select(row => row.Id).Except(stored.Record!.ExcludedMessages).Count()
        + page.Feedbacks.Count - page.Feedbacks.Select(row => row.Id).Except(stored.Record.ExcludedFeedbacks).Count()
        + page.Gone.Count;

    private static IncomingRows Rows(PageCommit page) => IncomingRows.Of(page)[0];

    private static IEnumerable<PageCommit> Shuffled(object[] rows, int seed)
    {
        var random = new Random(seed);
        var shuffled = rows.ToArray();
        random.Shuffle(shuffled);
        return shuffled.Chunk(random.Next(1, rows.Length + 1)).Select(page => Some.Page() with
        {
            Conversations = [.. page.OfType<Conversation>()],
            Messages = [.. page.OfType<Message>()],
            Feedbacks = [.. page.OfType<Feedback>()],
        });
    }

    private static string Projected(ConversationRecord? record) => record is null ? "" : Json(record with { GoneMessages = [] });

    private static string Json(ConversationRecord record) => JsonSerializer.Serialize(record with { DeletedHash = 0 }) + record.DeletedHash;
}
