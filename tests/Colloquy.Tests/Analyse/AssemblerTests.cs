using Colloquy.Analyse;
using Colloquy.Model;

namespace Colloquy.Tests.Analyse;

public sealed class AssemblerTests
{
    private static readonly DateTimeOffset Start = new(2025, 4, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Message Turn = new() { Id = "m1", ConversationId = "k", CreatedAt = Start };

    [Fact]
    public void Money_of_two_currencies_is_never_added()
    {
        var measures = Measure(
            Turn with { TotalPrice = 0.1m, Currency = "USD" },
            Turn with { Id = "m2", TotalPrice = 0.2m, Currency = "RMB" },
            Turn with { Id = "m3", TotalPrice = 0.2m, Currency = "USD" });
        Assert.Equal([new Money("RMB", 0.2m), new Money("USD", 0.3m)], measures.Cost);
        Assert.Equal(0, measures.Unpriced);
    }

    [Fact]
    public void A_null_price_is_unknown_and_a_zero_price_is_zero()
    {
        var measures = Measure(Turn with { TotalPrice = 0m, Currency = "USD" }, Turn with { Id = "m2", TotalPrice = null, Currency = "USD" }, Turn with { Id = "m3", TotalPrice = 1m });
        Assert.Equal([new Money("USD", 0m)], measures.Cost);
        Assert.Equal(2, measures.Unpriced);
    }

    [Fact]
    public void Tokens_that_no_turn_knows_are_null_and_known_ones_are_summed()
    {
        var measures = Measure(Turn with { AnswerTokens = 0 }, Turn with { Id = "m2", AnswerTokens = 25 }, Turn with { Id = "m3" });
        Assert.Null(measures.TokensIn);
        Assert.Equal(25, measures.TokensOut);
    }

    [Fact]
    public void Errors_and_empty_answers_are_told_apart()
    {
        var measures = Measure(Turn with { Status = "error", Answer = "" }, Turn with { Id = "m2", Answer = "" }, Turn with { Id = "m3", Answer = null }, Turn with { Id = "m4", Answer = "yes" });
        Assert.Equal((1, 2), (measures.Errors, measures.EmptyAnswers));
    }

    [Fact]
    public void Duration_reaches_to_the_end_of_the_last_answer()
    {
        var measures = Measure(Turn with { Latency = 90 }, Turn with { Id = "m2", CreatedAt = Start.AddSeconds(60), Latency = 1.5 });
        Assert.Equal(90, measures.DurationSeconds);
    }

    [Fact]
    public void Declared_dimensions_are_read_by_type_in_the_order_of_their_declaration()
    {
        var assembler = new Assembler(
            [new("since", DimensionType.Date), new("vip", DimensionType.Boolean), new("age", DimensionType.Number), new("channel", DimensionType.Text), new("gone", DimensionType.Text)]);
        var found = assembler.Assemble(
            Thread("""{"channel":"web","age":"041.50","vip":"Yes","since":"2024-02-29 10:00:00","other":1}"""), []).Dimensions;
        Assert.Equal([new("since", "2024-02-29"), new("vip", "true"), new("age", "41.5"), new("channel", "web")], found);
    }

    [Theory]
    [InlineData("""{"vip":"perhaps","age":"many","since":"2025-02-29","channel":""}""")]
    [InlineData("""{"vip":null,"age":null,"since":null,"channel":null}""")]
    [InlineData("""["not","an","object"]""")]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData(null)]
    public void A_value_that_does_not_fit_its_type_is_unknown(string? inputs)
    {
        var assembler = new Assembler(
            [new("since", DimensionType.Date), new("vip", DimensionType.Boolean), new("age", DimensionType.Number), new("channel", DimensionType.Text)]);
        Assert.Empty(assembler.Assemble(Thread(inputs), []).Dimensions);
    }

    [Fact]
    public void Three_rows_of_Dify_give_three_turns_with_both_sides_and_equal_token_sums()
    {
        // The origin took the query of even rows and the answer of odd ones: half of the text and tokens vanished.
        ImmutableArray<Message> rows =
        [
            Turn with { Id = "a", Query = "q1", Answer = "a1", MessageTokens = 5, AnswerTokens = 10 },
            Turn with { Id = "b", Query = "q2", Answer = "a2", MessageTokens = 5, AnswerTokens = 10, ParentMessageId = "a", CreatedAt = Start.AddSeconds(5) },
            Turn with { Id = "c", Query = "q3", Answer = "a3", MessageTokens = 5, AnswerTokens = 10, ParentMessageId = "b", CreatedAt = Start.AddSeconds(9) },
        ];
        var assembled = new Assembler([]).Assemble(Thread(null) with { Messages = rows }, []);
        Assert.Equal(["q1", "a1", "q2", "a2", "q3", "a3"], assembled.Turns.SelectMany(t => new[] { t.Message.Query, t.Message.Answer }));
        Assert.Equal((15, 30), (assembled.Measures.TokensIn, assembled.Measures.TokensOut));
    }

    private static ConversationMeasures Measure(params Message[] messages) =>
        new Assembler([]).Assemble(Thread(null) with { Messages = [.. messages] }, []).Measures;

    private static ConversationThread Thread(string? inputs) =>
        new(new Conversation { Id = "k", CreatedAt = Start, Inputs = inputs }, [], [], 1);
}
