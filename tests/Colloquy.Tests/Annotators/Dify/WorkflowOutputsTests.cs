using System.Text.Json;
using Colloquy.Annotators;
using Colloquy.Annotators.Dify;
using Colloquy.Model;

namespace Colloquy.Tests.Annotators.Dify;

/// <summary>Outputs of a workflow become labels, notes and translations.</summary>
public sealed class WorkflowOutputsTests
{
    private static readonly Question Question = new("c1", "k1", "text", [TranscriptTests.Turn(1, "hallo", "ja"), TranscriptTests.Turn(2, "danke", null)]);

    [Theory]
    [InlineData("true", "resolved")]
    [InlineData("\"Yes\"", "resolved")]
    [InlineData("1", "resolved")]
    [InlineData("false", "failed")]
    [InlineData("\"no\"", "failed")]
    [InlineData("\"Escalated\"", "escalated")]
    [InlineData("\"perhaps\"", null)]
    [InlineData("null", null)]
    public void Success_is_an_outcome(string output, string? outcome)
    {
        var annotation = Read($$"""{"ok": {{output}}}""", outputs: [new("success", "ok")]);
        Assert.Equal(outcome, annotation.Labels.SingleOrDefault()?.Value);
        Assert.Equal(outcome is null && output != "null" ? 1 : 0, annotation.Dropped);
    }

    [Fact]
    public void Kinds_take_lists_and_the_rest_are_notes_in_the_order_of_their_names()
    {
        var annotation = Read(
            """{"cat": ["billing", "trains"], "risk_analysis": " high ", "rec": {"call": true}, "empty": "", "nobody": "asked"}""",
            outputs: [new("risk", "risk_analysis"), new("topic", "cat"), new("recommendation", "rec"), new("remark", "empty"), new("gone", "missing")]);
        Assert.Equal(["billing", "trains"], annotation.Labels.Select(l => l.Value));
        Assert.Equal([new Note("recommendation", """{"call": true}"""), new Note("risk", "high")], annotation.Notes);
    }

    [Theory]
    [InlineData("""[{"turn": 1, "query": "hello", "answer": "yes"}, {"turn": 9, "query": "nobody"}, {"turn": 1, "query": "twice"}]""")]
    [InlineData("""   "[{\"turn\": \"1\", \"query\": \"hello\", \"answer\": \"yes\"}]"   """)]
    public void A_list_of_turns_is_their_translation(string output)
    {
        var annotation = Read($$"""{"translation": {{output}}}""", "en", new DifyOutput("translation", "translation"));
        Assert.Equal([new Translation("m1", "en", "hello", "yes")], annotation.Translations);
        Assert.Empty(annotation.Notes);
    }

    [Fact]
    public void Another_translation_is_a_note()
    {
        Assert.Equal([new Note("translation", "all of it")], Read("""{"translation": "all of it"}""", "en", new DifyOutput("translation", "translation")).Notes);
        Assert.Single(Read("""{"translation": [{"turn": 1, "query": "hello"}]}""", null, new DifyOutput("translation", "translation")).Notes);
    }

    [Fact]
    public void An_endless_note_is_cut() => Assert.InRange(
        Read($$"""{"risk": "{{new string('x', 50_000)}}"}""", outputs: [new("risk", "risk")]).Notes[0].Text.Length, 20_000, 20_100);

    [Theory]
    [InlineData("""{"other": 1}""")]
    [InlineData("""{"risk": "\ud800"}""")]
    public void Without_an_output_that_can_be_used_there_is_no_answer(string outputs)
    {
        var failure = Assert.Throws<AnnotatorException>(() => Read(outputs, outputs: [new("risk", "risk")]));
        Assert.Equal((AnnotatorFailure.Refused, RefusalReason.Unusable), (failure.Failure, failure.Reason));
    }

    private static Annotation Read(string json, string? language = null, params DifyOutput[] outputs)
    {
        var options = new DifyOptions { BaseUrl = new Uri("http://localhost"), Key = new Secret(""), Outputs = [.. outputs], TranslateTo = language };
        using var parsed = JsonDocument.Parse(json);
        return new WorkflowOutputs(options, new Vocabulary([(LabelKind.Topic, "billing"), (LabelKind.Topic, "trains")]), "dify", "1").Read(Question, parsed.RootElement);
    }
}
