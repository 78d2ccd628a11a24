using Colloquy.Analyse;
using Colloquy.Model;
using Colloquy.Reports;
using Colloquy.Reports.Measuring;
using Colloquy.Stores;
using Colloquy.TestKit;
using CsCheck;

namespace Colloquy.Tests.Reports;

public sealed class DayFoldTests
{
    private static readonly DateTimeOffset Start = new(2024, 12, 28, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly First = new(2024, 12, 28);

    [Fact]
    public void The_order_of_the_conversations_does_not_matter() => GenThreads.Between(Start, 1).Sample(threads =>
    {
        var (forth, back) = (Fold(First, threads), Fold(First, threads.Reverse()));
        return forth.Payload.Span.SequenceEqual(back.Payload.Span) && Text(forth.Users) == Text(back.Users);
    }, iter: 150);

    [Fact]
    public void Any_split_of_the_conversations_merges_to_the_same_bytes() =>
        Gen.Select(GenThreads.Between(Start, 1), Gen.Int[0, 12], Gen.Int[0, 12]).Sample((threads, a, b) =>
        {
            var (low, high) = (Math.Min(Math.Min(a, b), threads.Length), Math.Min(Math.Max(a, b), threads.Length));
            SlicedMeasures[] parts = [Measure(threads[..low]), Measure(threads[low..high]), Measure(threads[high..])];
            var whole = Fold(First, threads).Payload.Span;
            return whole.SequenceEqual(DayCodec.Encode(Merge(parts[0], parts[1], parts[2])).Span)
                && whole.SequenceEqual(DayCodec.Encode(Merge(parts[2], parts[0], parts[1])).Span)
                && whole.SequenceEqual(DayCodec.Encode(Merge(parts[0], Merge(parts[1], parts[2]))).Span);
        }, iter: 150);

    [Fact]
    public void Decoding_gives_back_what_was_encoded() => GenThreads.Between(Start, 1).Sample(threads =>
    {
        var payload = Fold(First, threads).Payload;
        return payload.Span.SequenceEqual(DayCodec.Encode(DayCodec.Decode(payload.Span)).Span);
    }, iter: 150);

    [Fact]
    public void Only_what_happened_on_the_day_is_counted() => GenThreads.Between(Start, 3).Sample(threads =>
    {
        var whole = Enumerable.Range(0, 3).Select(i => Fold(First.AddDays(i), threads)).ToList();
        return whole.Sum(DayFold.CountConversations) == threads.Length
            && whole.Sum(d => Overall(d)[Counter.Turns] + Overall(d)[Counter.DebuggerTurns]) == threads.Sum(t => t.Thread.Messages.Length);
    }, iter: 150);

    [Fact]
    public void User_days_add_up_to_the_figures_of_the_day() => GenThreads.Between(Start, 2).Sample(threads =>
    {
        var day = Fold(First, threads);
        var figures = Overall(day).ToFigures(_ => false);
        Assert.Equal(figures.Users, day.Users.Length);
        Assert.Equal(day.Users.Order(Comparer<UserDay>.Create((a, b) => a.Actor.CompareTo(b.Actor))), day.Users);
        Assert.Equal(figures.Turns - figures.AnonymousTurns, day.Users.Sum(u => u.Turns));
        Assert.All(day.Users, u => Assert.Equal((u.Turns, u.Turns), (u.Models.Sum(m => m.Count), u.Apps.Sum(a => a.Count))));
        Assert.All(day.Users, u => Assert.Equal(First, u.Day));
    }, iter: 150);

    [Fact]
    public void A_day_of_nothing_is_empty()
    {
        var day = Fold(First, []);
        Assert.Empty(day.Users);
        Assert.Equal(0, DayFold.CountConversations(day));
        Assert.True(DayCodec.Decode(day.Payload.Span).IsEmpty);
    }

    [Fact]
    public void An_actor_whose_id_only_looks_like_a_UUID_keeps_its_spelling()
    {
        string[] ids = ["6CD237FD-5741-5E14-8314-2FF2D60224D3", "6cd237fd-5741-5e14-8314-2ff2d60224d3", "6cd237fd57415e1483142ff2d60224d3", "jürgen", ""];
        var measures = new SlicedMeasures();
        measures.Overall.Actors.UnionWith(ids.SelectMany(id => (Actor[])[new(ActorKind.EndUser, id), new(ActorKind.Account, id)]));
        Assert.Equal(measures.Overall.Actors.Order(), DayCodec.Decode(DayCodec.Encode(measures).Span).Overall.Actors.Order());
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 99, 1, 2, 3 })]
    public void Measures_of_another_version_are_refused_with_the_command_that_helps(byte[] payload) =>
        Assert.Contains("colloquy report", Assert.Throws<ReportException>(() => DayFold.CountConversations(new DayMeasures(First, payload, []))).Message);

    [Fact]
    public void Regenerations_errors_and_empty_answers_are_told_apart()
    {
        var message = new Message { Id = "m1", ConversationId = "c", CreatedAt = Start, ParentMessageId = Message.Nil, Answer = "Yes." };
        ImmutableArray<Message> messages =
        [
            message,
            message with { Id = "m2", CreatedAt = Start.AddSeconds(1) },
            message with { Id = "m3", CreatedAt = Start.AddSeconds(2), ParentMessageId = "m2", Answer = "", Status = "error" },
            message with { Id = "m4", CreatedAt = Start.AddSeconds(3), ParentMessageId = "m3", Answer = "" },
        ];
        var thread = new LabelledThread(new ConversationThread(new Conversation { Id = "c", CreatedAt = Start }, messages, [], 1), []);
        var figures = Overall(Fold(First, [thread])).ToFigures(_ => false);
        Assert.Equal((4, 3, 1, 1, 1), (figures.Turns, figures.ActiveTurns, figures.Regenerations, figures.Errors, figures.EmptyAnswers));
        Assert.Equal((3, "3-5"), (figures.ConversationTurns, figures.Lengths.Single(l => l.Count > 0).Value));
        Assert.Equal((null, 4, 4), (figures.TokensIn, figures.Unpriced, figures.AnonymousTurns));
    }

    private static DayMeasures Fold(DateOnly day, IEnumerable<LabelledThread> threads)
    {
        var active = threads.Where(t => MemoryDays.DaysOf(t).Contains(day));
        return DayFold.Fold(day, MeasuredDays.Assemble(active), MeasuredDays.Assembler.Dimensions);
    }

    private static SlicedMeasures Measure(IEnumerable<LabelledThread> threads) => DayCodec.Decode(Fold(First, threads).Payload.Span);

    private static SlicedMeasures Merge(params SlicedMeasures[] parts)
    {
        var merged = new SlicedMeasures();
        foreach (var part in parts)
        {
            merged.Merge(part);
        }

        return merged;
    }

    private static Measures Overall(DayMeasures day) => DayCodec.Decode(day.Payload.Span).Overall;

    private static string Text(ImmutableArray<UserDay> users) => System.Text.Json.JsonSerializer.Serialize(users);
}
