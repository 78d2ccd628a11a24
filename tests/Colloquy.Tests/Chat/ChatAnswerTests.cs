using Colloquy.Annotators;
using Colloquy.Chat;
using Colloquy.Configuration;
using Colloquy.Model;
using Colloquy.TestKit;
using Colloquy.Tests.Annotators;

namespace Colloquy.Tests.Chat;

/// <summary>What a model is asked and how its answers are read.</summary>
public sealed class ChatAnswerTests
{
    private static readonly Vocabulary Words = new([(LabelKind.Topic, "billing"), (LabelKind.Topic, "trains")]);
    private static readonly LabelPrompt Prompt = new([LabelKind.Topic, LabelKind.Outcome], Words);

    [Theory]
    [InlineData("""{"a":1}""")]
    [InlineData(" \n{\"a\":1}\n")]
    [InlineData("```json\n{\"a\":1}\n```")]
    [InlineData("```\n{\"a\":1}```\n")]
    public void An_object_is_read_with_the_fence_around_it(string text) => Assert.Equal(1, JsonAnswer.Parse(text).GetProperty("a").GetInt32());

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("Here: {\"a\":1}")]
    [InlineData("{\"a\":1} and more")]
    [InlineData("{\"a\":")]
    [InlineData("```")]
    [InlineData("```json```")]
    public void Anything_else_is_no_answer(string text) => Assert.Throws<UnusableAnswerException>(() => JsonAnswer.Parse(text));

    [Theory]
    [InlineData("""{"topic":[{"value":"billing","score":0.8,"turns":[2,1]}],"outcome":[]}""", 1)]
    [InlineData("""{"topic":["billing","trains"],"outcome":"resolved"}""", 3)]
    [InlineData("""{"topic":{"value":"billing","turns":["x",2.5]},"outcome":null}""", 1)]
    [InlineData("""{"topic":[]}""", 0)]
    public void Labels_are_read_as_the_schema_says_or_nearly_so(string answer, int labels)
    {
        var claims = new Claims(Words, "chat", "1");
        Prompt.Read(JsonAnswer.Parse(answer), claims);
        Assert.Equal((labels, 0), (claims.Labels.Length, claims.Dropped));
    }

    [Theory]
    [InlineData("""{"themes":["billing"]}""")]
    [InlineData("""{"topic":[7]}""")]
    [InlineData("""{"topic":[{"value":7}]}""")]
    [InlineData("""{"topic":["\ud800"]}""")]
    public void Labels_of_another_shape_are_no_answer(string answer) =>
        Assert.Throws<UnusableAnswerException>(() => Prompt.Read(JsonAnswer.Parse(answer), new Claims(Words, "chat", "1")));

    [Fact]
    public void The_prompt_has_the_vocabulary_and_the_same_line_ends_everywhere()
    {
        Assert.Contains("- \"topic\": what the conversation is about; the main topics only. Values: billing, trains\n", Prompt.Instruction, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', Prompt.Instruction);
        Assert.Equal(["topic", "outcome"], Prompt.Schema.GetProperty("required").EnumerateArray().Select(k => k.GetString()));
    }

    [Fact]
    public void Turns_are_translated_where_they_are_in_another_language()
    {
        using var annotator = Translator();
        ImmutableArray<Turn> turns = [TranscriptTests.Turn(1, "hallo", "ja"), TranscriptTests.Turn(2, "hello", "yes"), TranscriptTests.Turn(3, "alt", "", active: false), TranscriptTests.Turn(4, null, " ")];
        Label[] labels = [Some.Label(kind: LabelKind.Language, value: "de"), Some.Label(2, LabelKind.Language, "en")];
        var question = Assert.Single(annotator.QuestionsOf(Some.ConversationRow(), turns, [.. labels]));
        Assert.Equal("""[{"turn":1,"query":"hallo","answer":"ja"}]""", question.Text);
        Assert.Empty(annotator.QuestionsOf(Some.ConversationRow(), turns, [labels[0] with { Value = "en" }]));
        Assert.Equal([1, 2], Assert.Single(annotator.QuestionsOf(Some.ConversationRow(), turns, [])).Turns.Select(t => t.Number));
    }

    [Fact]
    public void Many_turns_are_several_questions_and_another_turn_changes_only_the_last()
    {
        using var annotator = Translator();
        Turn[] turns = [.. Enumerable.Range(1, 12).Select(i => TranscriptTests.Turn(i, new string('q', 1_000), new string('a', 900)))];
        var before = annotator.QuestionsOf(Some.ConversationRow(), [.. turns.Take(11)], []);
        var after = annotator.QuestionsOf(Some.ConversationRow(), [.. turns], []);
        Assert.Equal([4, 4, 3], before.Select(q => q.Turns.Length));
        Assert.Equal(before.Take(2).Select(q => q.Key), after.Take(2).Select(q => q.Key));
        Assert.NotEqual(before[2].Key, after[2].Key);

        var huge = Assert.Single(annotator.QuestionsOf(Some.ConversationRow(), [TranscriptTests.Turn(1, new string('q', 1_000_000), null)], []));
        Assert.InRange(huge.Text.Length, 6_000, 6_200);
    }

    [Fact]
    public void A_translation_has_every_turn_and_side()
    {
        ImmutableArray<Turn> turns = [TranscriptTests.Turn(2, "b", null), TranscriptTests.Turn(1, "a", "c")];
        Assert.Equal(
            [new Translation("m1", "en", "A", "C"), new Translation("m2", "en", "B", null)],
            TranslationAnswer.Read(JsonAnswer.Parse("""{"turns":[{"turn":1,"query":"A","answer":"C"},{"turn":2,"query":"B","answer":""},{"turn":9},7]}"""), turns, "en"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"turns":{}}""")]
    [InlineData("""{"turns":[{"turn":1,"query":"A","answer":"C"}]}""")]
    [InlineData("""{"turns":[{"turn":1,"query":"A","answer":"C"},{"turn":2,"query":""}]}""")]
    [InlineData("""{"turns":[{"turn":1,"query":"\ud800","answer":"C"},{"turn":2,"query":"B"}]}""")]
    public void A_translation_without_a_turn_is_no_answer(string answer) => Assert.Throws<UnusableAnswerException>(
        () => TranslationAnswer.Read(JsonAnswer.Parse(answer), [TranscriptTests.Turn(1, "a", "c"), TranscriptTests.Turn(2, "b", null)], "en"));

    private static ChatTranslation Translator() =>
        new(new ChatEndpointOptions { Endpoint = new Uri("http://localhost/v1"), Model = "m", TranslateTo = "en" }, new Exchange(new AnnotatorBounds(), TimeProvider.System));
}
