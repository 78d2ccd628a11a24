using Colloquy.Analyse;
using Colloquy.Model;
using Colloquy.Publish;

namespace Colloquy.Tests.Publish;

public sealed class DayRowsTests
{
    private static readonly DateTimeOffset Evening = new(2024, 2, 29, 23, 59, 59, 999, TimeSpan.Zero);

    [Fact]
    public void Each_row_belongs_to_the_UTC_day_it_was_created_on()
    {
        var conversation = new Conversation { Id = "k", CreatedAt = Evening };
        var first = new Message { Id = "a", ConversationId = "k", CreatedAt = Evening };
        var second = new Message { Id = "b", ConversationId = "k", CreatedAt = Evening.AddMilliseconds(1) };
        ImmutableArray<Label> labels = [Label(null), Label(1), Label(2)];
        var assembled = new Assembler([]).Assemble(new ConversationThread(conversation, [first, second], [], 1), labels);

        var leapDay = DayRows.Of(new DateOnly(2024, 2, 29), [assembled]);
        var next = DayRows.Of(new DateOnly(2024, 3, 1), [assembled]);

        Assert.Single(leapDay.Conversations!);
        Assert.Equal(["a"], leapDay.Messages!.Select(m => m.Turn.Message.Id));
        Assert.Equal([1, null], leapDay.Labels!.Select(l => l.Label.Turn));
        Assert.Empty(next.Conversations!);
        Assert.Equal(["b"], next.Messages!.Select(m => m.Turn.Message.Id));
        Assert.Equal([2], next.Labels!.Select(l => l.Label.Turn));
    }

    [Fact]
    public void An_offset_other_than_UTC_does_not_move_a_row_to_another_day()
    {
        var created = new DateTimeOffset(2025, 4, 2, 1, 0, 0, TimeSpan.FromHours(8));
        var assembled = new Assembler([]).Assemble(new ConversationThread(new Conversation { Id = "k", CreatedAt = created }, [], [], 1), []);
        Assert.Single(DayRows.Of(new DateOnly(2025, 4, 1), [assembled]).Conversations!);
        Assert.Empty(DayRows.Of(new DateOnly(2025, 4, 2), [assembled]).Conversations!);
    }

    private static Label Label(int? turn) => new(turn, LabelKind.Intent, "request", 1, "test", "1", []);
}
