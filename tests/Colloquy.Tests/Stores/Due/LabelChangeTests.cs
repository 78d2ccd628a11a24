using Colloquy.Model;
using Colloquy.Stores;
using Colloquy.Stores.Due;
using Colloquy.TestKit;
using CsCheck;

namespace Colloquy.Tests.Stores.Due;

/// <summary>Which labels are written, and which days become due, whatever store they lie in.</summary>
public sealed class LabelChangeTests
{
    private static readonly Gen<Label[]> AnyLabels = Gen.Select(
        Gen.OneOf("billing", "refund"),
        Gen.OneOf<string[]>([], ["invoice"], ["invoice", "bill"]),
        (value, evidence) => Some.Label(value: value, evidence: evidence)).Array[0, 2];

    [Fact]
    public void Labels_are_written_unless_the_thread_moved_on_or_has_the_same_labels_of_the_same_revision() => Gen.Select(
        Gen.Long[1, 2], AnyLabels, Gen.Long[1, 2], Gen.OneOf("r1", "r2", null), AnyLabels.Null(), Gen.Bool).Sample(
        (version, labels, storedVersion, storedRevision, storedLabels, isStored) =>
        {
            Message[] messages = [Some.MessageRow(created: "2025-04-03T12:00:00Z")];
            var thread = new LabelledThread(new ConversationThread(Some.ConversationRow(), [.. messages], [], version), [.. labels]);
            var stored = new Dictionary<string, StoredLabels>();
            if (isStored)
            {
                stored["c1"] = new StoredLabels(storedVersion, storedRevision, storedLabels is null ? null : [.. storedLabels]);
            }

            var change = LabelChange.Of([thread], "r1", stored);
            var isSame = storedRevision == "r1" && storedLabels is not null && storedLabels.Select(Text).SequenceEqual(labels.Select(Text));
            Assert.Equal(isStored && storedVersion == version && !isSame, change.Written.Length == 1);
            Assert.Equal(change.Written.IsEmpty ? [] : [new DateOnly(2025, 4, 1), new DateOnly(2025, 4, 3)], change.Due.Days);
            Assert.Equal([DayProjection.Lake, DayProjection.Measures], change.Due.Projections);
            Assert.False(change.Due.OnlyKnown);
        });

    [Theory]
    [InlineData(1, 0, null, true)]
    [InlineData(2, 1, "r1", true)]
    [InlineData(2, 2, "r1", false)]
    [InlineData(2, 2, "r2", true)]
    [InlineData(2, 2, null, true)]
    public void A_day_is_due_when_it_changed_since_it_was_projected_or_the_projection_did(
        long version, long done, string? revision, bool isDue)
    {
        var first = new DayMark(new DateOnly(2025, 4, 2), version, done, revision);
        var second = new DayMark(new DateOnly(2025, 4, 1), 5, 5, "r1");
        Assert.Equal(isDue ? [new DueDay(first.Day, version)] : [], DayMark.DueDays([first, second], "r1", all: false));
        Assert.Equal([new DueDay(second.Day, 5), new DueDay(first.Day, version)], DayMark.DueDays([first, second], "r1", all: true));
    }

    private static string Text(Label label) => label.Value + string.Join('|', label.Evidence);
}
