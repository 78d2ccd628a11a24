using Colloquy.Stores;
using Colloquy.Stores.Copying;
using Xunit;

namespace Colloquy.TestKit.Contracts;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_copy_has_the_due_days_of_its_origin()
    {
        await using var origin = await OpenAsync();
        await using var copy = await OpenAsync();
        await ProjectThreeDaysAsync(origin);

        // The first day stays done, the second changes, and the third is new.
        await origin.CommitAsync(
            Some.Page(2) with
            {
                Conversations = [Some.ConversationRow("c4", "2025-04-04T12:00:00Z")],
                Messages = [Some.MessageRow("m2", "c2", "2025-04-02T13:00:00Z")],
            },
            Stop);
        await LabelAsync(origin);
        await origin.SaveMeasuresAsync([Measured(3, 5, 1)], [], "p1", Stop);

        await AssertCopiedAsync(origin, copy);

        Assert.Equal([Day("2025-04-02"), Day("2025-04-04")], await DueAsync(copy, DayProjection.Lake));
        foreach (var projection in Enum.GetValues<DayProjection>())
        {
            foreach (var (revision, all) in ((string, bool)[])[("p1", false), ("p2", false), ("p1", true)])
            {
                Assert.Equal(
                    await origin.ReadDueDaysAsync(projection, revision, all, Stop),
                    await copy.ReadDueDaysAsync(projection, revision, all, Stop));
            }
        }
    }

    [Fact]
    public async Task A_copied_day_becomes_due_only_when_it_changes()
    {
        await using var origin = await OpenAsync();
        await using var copy = await OpenAsync();
        await ProjectThreeDaysAsync(origin);
        await AssertCopiedAsync(origin, copy);
        await AssertNothingDueAsync();

        // The same rows, labels and measures again, and the same copy again.
        await copy.CommitAsync(ThreeDays(), Stop);
        await copy.SaveLabelsAsync(await copy.ReadDayAsync(Day("2025-04-02"), Stop), "r1", Stop);
        await copy.SaveMeasuresAsync([Measured(3, 1, 1)], [], "p1", Stop);
        Assert.All(await new StoreCopy(origin, copy, null).RunAsync(Stop), kind => Assert.Equal(0, kind.Written));
        await AssertNothingDueAsync();

        var changed = Some.MessageRow("m2", "c2", "2025-04-02T12:00:00Z", updated: "2025-04-02T14:00:00Z", answer: "There.");
        await copy.CommitAsync(Some.Page(2) with { Messages = [changed] }, Stop);
        await LabelAsync(copy);
        Assert.Equal([Day("2025-04-02")], await DueAsync(copy, DayProjection.Lake));
        Assert.Equal([Day("2025-04-02")], await DueAsync(copy, DayProjection.Measures));
        Assert.Empty(await DueAsync(copy, DayProjection.Metrics));

        async Task AssertNothingDueAsync()
        {
            Assert.Equal(0, await copy.CountUnlabelledAsync("r1", false, Stop));
            foreach (var projection in Enum.GetValues<DayProjection>())
            {
                Assert.Empty(await DueAsync(copy, projection));
            }
        }
    }

    private static PageCommit ThreeDays() => Some.Page() with
    {
        Conversations =
        [
            Some.ConversationRow("c1", "2025-04-01T12:00:00Z"),
            Some.ConversationRow("c2", "2025-04-02T12:00:00Z"),
            Some.ConversationRow("c3", "2025-04-03T12:00:00Z"),
        ],
        Messages = [Some.MessageRow("m2", "c2", "2025-04-02T12:00:00Z")],
    };

    // Everything is done afterwards, in revision p1.
    private static async Task ProjectThreeDaysAsync(IStore store)
    {
        await store.CommitAsync(ThreeDays(), Stop);
        await LabelAsync(store);
        await store.SaveMeasuresAsync(
            [Measured(2, 1, 1), Measured(3, 1, 1), Measured(4, 1, 2)],
            await store.ReadDueDaysAsync(DayProjection.Measures, "p1", false, Stop),
            "p1",
            Stop);
        await CompleteAsync(store, DayProjection.Lake);
        await CompleteAsync(store, DayProjection.Metrics);
    }

    private static async Task AssertCopiedAsync(IStore origin, IStore copy) =>
        Assert.All(await new StoreCopy(origin, copy, null).RunAsync(Stop), kind => Assert.True(kind.IsEqual, kind.Kind.ToString()));
}
