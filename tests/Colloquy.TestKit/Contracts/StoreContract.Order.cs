using System.Collections.Immutable;
using System.Text.Json;
using Colloquy.Model;
using Colloquy.Stores;
using CsCheck;
using Xunit;

namespace Colloquy.TestKit.Contracts;

public abstract partial class StoreContract
{
    // Few ids and times, so that versions meet and conflict.
    private static readonly Gen<Conversation> AnyConversation = Gen.Select(
        Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 2],
        (id, updated, name) => Some.ConversationRow($"c{id}", updated: $"2025-04-0{updated + 1}T12:00:00Z") with { Name = $"name {name}" });

    private static readonly Gen<Message> AnyMessage = Gen.Select(
        Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[1, 4], Gen.Int[0, 2], Gen.Int[0, 2],
        (conversation, id, day, updated, text) => Some.MessageRow(
            $"m{id}", $"c{conversation}", $"2025-04-0{day}T12:00:00Z", updated == 0 ? null : $"2025-04-0{updated + 4}T12:00:00Z", $"text {text}"));

    private static readonly Gen<Feedback> AnyFeedback = Gen.Select(
        Gen.Int[0, 2], Gen.Int[0, 1], Gen.OneOf("like", "dislike"), (conversation, id, rating) => Some.FeedbackRow($"f{id}", $"c{conversation}", "m0", rating));

    private static readonly Gen<(Conversation[] Conversations, Message[] Messages, Feedback[] Feedbacks)> Rows =
        Gen.Select(AnyConversation.Array[0, 6], AnyMessage.Array[0, 16], AnyFeedback.Array[0, 4]);

    // The first collect meets rows in many versions; a later one brings each row once, changed or not.
    private static readonly Gen<(Conversation[] Conversations, Message[] Messages, Feedback[] Feedbacks)[]> Collects =
        Gen.Select(Rows, Rows, (first, second) => ((Conversation[], Message[], Feedback[])[])
        [
            first,
            (
                [.. second.Conversations.DistinctBy(c => c.Id)],
                [.. second.Messages.DistinctBy(m => (m.ConversationId, m.Id))],
                [.. second.Feedbacks.DistinctBy(f => (f.ConversationId, f.Id))]),
        ]);

    [Fact]
    public async Task The_order_of_rows_and_pages_does_not_matter() => await Gen.Select(Collects, Gen.Int, Gen.Int).SampleAsync(
        async sample =>
        {
            var (collects, one, other) = sample;
            Assert.Equal(await ContentAsync(collects, new Random(one)), await ContentAsync(collects, new Random(other)));
        },
        iter: 60);

    [Fact]
    public async Task A_deletion_ends_the_same_wherever_it_comes_in()
    {
        var rows = Gen.Select(AnyMessage.Array[1, 8], AnyConversation.Array[1, 4], Gen.Int, Gen.Int);
        await rows.SampleAsync(
            async sample =>
            {
                var (messages, conversations, one, other) = sample;
                Conversation[] all = [.. conversations, .. Enumerable.Range(0, 3).Select(i => Some.ConversationRow($"c{i}", updated: "2025-04-09T00:00:00Z") with { IsDeleted = i < 2 })];
                Assert.Equal(await ContentAsync([(all, messages, [])], new Random(one)), await ContentAsync([(all, messages, [])], new Random(other)));
            },
            iter: 60);
    }

    private async Task<string> ContentAsync((Conversation[] Conversations, Message[] Messages, Feedback[] Feedbacks)[] collects, Random random)
    {
        await using var store = await OpenAsync();

        // A message needs its conversation, which has many versions: one that is older than all others lets every order be tried.
        await store.CommitAsync(
            Some.Page(0) with { Conversations = [.. Enumerable.Range(0, 3).Select(i => Some.ConversationRow($"c{i}", "2025-03-01T00:00:00Z"))] }, Stop);
        foreach (var (collect, index) in collects.Select((c, i) => (c, i)))
        {
            object[] rows = [.. collect.Conversations, .. collect.Messages, .. collect.Feedbacks];
            random.Shuffle(rows);
            foreach (var page in rows.Chunk(random.Next(1, rows.Length + 2)))
            {
                var result = await store.CommitAsync(
                    Some.Page(index + 1) with
                    {
                        Conversations = [.. page.OfType<Conversation>()],
                        Messages = [.. page.OfType<Message>()],
                        Feedbacks = [.. page.OfType<Feedback>()],
                    },
                    Stop);
                Assert.Equal(page.Length, result.Inserted + result.Updated + result.Unchanged + result.Excluded);
            }
        }

        return await ContentAsync(store);
    }

    private static async Task<string> ContentAsync(IStore store)
    {
        var threads = new List<LabelledThread?>();
        for (var i = 0; i < 3; i++)
        {
            var read = await store.ReadThreadAsync($"c{i}", Stop);
            threads.Add(read is null ? null : read with { Thread = read.Thread with { Version = 0 } });
        }

        var counts = await store.CountAsync(Stop);
        Assert.True(counts.Conversations.Reconciled && counts.Messages.Reconciled && counts.Feedbacks.Reconciled);
        var days = await store.ReadActiveDaysAsync(DateOnly.MinValue, DateOnly.MaxValue, Stop);
        await LabelAsync(store);
        return JsonSerializer.Serialize(new { threads, counts, days, due = await DueAsync(store, DayProjection.Lake), measures = await DueAsync(store, DayProjection.Measures) });
    }
}
