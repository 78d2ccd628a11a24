using System.Collections.Immutable;
using Colloquy.Analyse;
using Colloquy.Categorisers;
using Colloquy.Categorisers.Outcomes;
using Colloquy.Model;
using Colloquy.TestKit;
using Colloquy.TestKit.Contracts;
using CsCheck;

namespace Colloquy.Tests.Categorisers.Outcomes;

/// <summary>What speaks for an outcome, alone and against other things.</summary>
public sealed class OutcomeCategoriserTests : CategoriserContract
{
    private static readonly string[] _outcomes = ["resolved", "escalated", "abandoned", "failed", "unclear"];

    protected override ConversationThread Telling { get; } = Some.Dialogue(
        ("I want to book a table", "Your table is booked."), ("Thank you, that's all.", "Have a nice day."));

    // No answer is a failure.
    protected override bool JudgesSilence => true;

    protected override ICategoriser Create() => new OutcomeCategoriser();

    [Theory]
    [InlineData("resolved", "satisfied", "book a table|Your table is booked.", "thank you, that's all|Bye.")]
    [InlineData("resolved", "satisfied", "Zug nach Berlin|Der Zug ist gebucht.", "Vielen Dank, perfekt!|Gern.")]
    [InlineData("resolved", "satisfied", "订一个房间|已预订。", "太好了，谢谢|再见")]
    [InlineData("resolved", "satisfied", "Забронируйте столик|Столик забронирован, номер брони 12.", "Большое спасибо, это всё|До свидания.")]
    [InlineData("resolved", "satisfied", "방 하나 예약해 주세요|예약이 완료되었습니다.", "감사합니다, 그게 다예요|네.")]
    [InlineData("resolved", "satisfied", "pesan satu kamar|Kamar sudah dipesan.", "Terima kasih, itu saja|Sama-sama.")]
    [InlineData("abandoned", "dissatisfied", "şifremi sıfırla|Buraya tıklayın.", "hâlâ çalışmıyor, zaman kaybı|Buraya tıklayın.")]
    [InlineData("escalated", null, "أريد استرداد المال|سأحولك إلى أحد الموظفين.")]
    [InlineData("abandoned", "dissatisfied", "reset my password|Click here.", "that does not work, this is useless|Click here.")]
    [InlineData("abandoned", "dissatisfied", "je veux un remboursement|Voici la page.", "ça ne marche pas, c'est inutile|Voici la page.")]
    [InlineData("escalated", null, "refund please|I will transfer you to an agent.")]
    [InlineData("escalated", null, "refund please|#AGENT")]
    [InlineData("failed", null, "refund please|")]
    [InlineData("unclear", null, "what is the capital of France|Paris.")]
    public void Words_near_the_end_tell(string outcome, string? satisfaction, params string[] turns)
    {
        var labels = Labels(new OutcomeCategoriser(), Dialogue(turns));
        Assert.Equal(outcome, Value(labels, LabelKind.Outcome));
        Assert.Equal(satisfaction, Value(labels, LabelKind.Satisfaction));
    }

    [Fact]
    public void A_conversation_that_ends_in_an_error_failed_whatever_was_said_before()
    {
        var thread = Dialogue("book a table|Your table is booked.", "thank you, perfect|Bye.", "one more|x");
        thread = thread with { Messages = thread.Messages.SetItem(2, thread.Messages[2] with { Status = "error" }) };
        var label = Assert.Single(Labels(new OutcomeCategoriser(), thread), l => l.Kind == LabelKind.Outcome);
        Assert.Equal("failed", label.Value);
        Assert.Contains("turn:3", label.Evidence);
    }

    [Fact]
    public void A_failed_answer_that_was_asked_for_again_is_no_repeated_question()
    {
        var thread = Dialogue("book me a table in Berlin tonight|", "book me a table in Berlin tonight|Your table is booked.", "thanks|Bye.");
        Assert.Equal("resolved", Value(Labels(new OutcomeCategoriser(), thread), LabelKind.Outcome));
    }

    [Fact]
    public void Repeated_questions_speak_against_it()
    {
        var labels = Labels(new OutcomeCategoriser(), Dialogue(
            "where is my order number seven|Look at the page.", "where is my order number seven please|Look at the page.", "so where is my order number seven|Look at the page."));
        Assert.Equal(("abandoned", "dissatisfied"), (Value(labels, LabelKind.Outcome), Value(labels, LabelKind.Satisfaction)));
    }

    [Theory]
    [InlineData("like", "resolved", "satisfied")]
    [InlineData("dislike", "abandoned", "dissatisfied")]
    public void A_vote_of_the_user_is_a_verdict(string rating, string outcome, string satisfaction)
    {
        var thread = Dialogue("what is the capital of France|Paris.");
        thread = thread with { Feedbacks = [Vote(thread, rating, "user")] };
        var labels = new Labeller([new OutcomeCategoriser()]).Label(thread);
        Assert.Equal((outcome, satisfaction), (Value(labels, LabelKind.Outcome), Value(labels, LabelKind.Satisfaction)));
        Assert.Equal(["turn:1"], labels.Single(l => l.Kind == LabelKind.Satisfaction).Evidence);
    }

    [Fact]
    public void A_vote_of_an_administrator_is_none_of_the_user()
    {
        var thread = Dialogue("what is the capital of France|Paris.");
        Assert.Equal("unclear", Value(new Labeller([new OutcomeCategoriser()]).Label(thread with { Feedbacks = [Vote(thread, "like", "admin")] }), LabelKind.Outcome));
    }

    [Fact]
    public void The_marker_is_ones_own()
    {
        var thread = Dialogue("refund please|@@person takes over");
        Assert.Equal("escalated", Value(Labels(new OutcomeCategoriser("@@person"), thread), LabelKind.Outcome));
        Assert.Equal("unclear", Value(Labels(new OutcomeCategoriser(), thread), LabelKind.Outcome));
        Assert.NotEqual(new OutcomeCategoriser().Revision, new OutcomeCategoriser("@@person").Revision);
    }

    [Fact]
    public void Every_conversation_has_exactly_one_outcome_and_evidence_that_exists() =>
        Gen.OneOf(Gen.Const("thank you"), Gen.Const("useless"), Gen.Const(""), Gen.Const("where is my order"), Gen.String).Array[1, 6].Sample(texts =>
        {
            var labels = Labels(new OutcomeCategoriser(), Some.Dialogue([.. texts.Select(t => (t, (string?)t))]));
            var outcome = Assert.Single(labels, l => l.Kind == LabelKind.Outcome);
            Assert.Contains(outcome.Value, _outcomes);
            Assert.InRange(outcome.Score, 0f, 1f);
            Assert.All(outcome.Evidence, e => Assert.InRange(int.Parse(e[5..], System.Globalization.CultureInfo.InvariantCulture), 1, texts.Length));
        });

    private static Feedback Vote(ConversationThread thread, string rating, string source) =>
        new() { Id = "f", ConversationId = thread.Conversation.Id, MessageId = thread.Messages[0].Id, Rating = rating, FromSource = source };

    private static ConversationThread Dialogue(params string[] turns) =>
        Some.Dialogue([.. turns.Select(t => (t[..t.IndexOf('|')], (string?)t[(t.IndexOf('|') + 1)..]))]);

    private static IReadOnlyList<Label> Labels(OutcomeCategoriser categoriser, ConversationThread thread)
    {
        var context = new ConversationContext(thread.Conversation, TurnTree.Build(thread.Messages));
        categoriser.Label(context);
        return context.Labels;
    }

    private static string? Value(IEnumerable<Label> labels, string kind) => labels.SingleOrDefault(l => l.Kind == kind)?.Value;
}
