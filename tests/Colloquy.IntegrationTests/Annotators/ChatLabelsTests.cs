using Colloquy.Annotators;
using Colloquy.Chat;
using Colloquy.Configuration;
using Colloquy.Model;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.Annotators;

public sealed class ChatLabelsTests : AnnotatorContract
{
    private static readonly Vocabulary Topics = new([(LabelKind.Topic, "hotels"), (LabelKind.Topic, "trains")]);

    protected override string Strange => """{"topic":[{"value":"astrology","score":1,"turns":[]},{"value":"Hotels","score":1,"turns":[]}]}""";

    protected override IAnnotator Create(Uri server, Exchange exchange) => new ChatLabels(
        new ChatEndpointOptions { Endpoint = server, Model = "small", Key = Key, Kinds = [LabelKind.Topic, LabelKind.Outcome] }, Topics, exchange);

    [Fact]
    public async Task It_asks_for_a_schema_and_the_same_answer_each_time()
    {
        using var annotator = Create(new Uri(Server.Url), new Exchange(new AnnotatorBounds(), TimeProvider.System));
        await annotator.AnswerAsync(Ask(annotator), Stop);
        var body = Server.Requests[0].Body;
        Assert.Equal(("small", 0f, 1L), ((string)body["model"]!, (float)body["temperature"]!, (long)body["seed"]!));
        Assert.Equal("json_schema", (string)body["response_format"]!["type"]!);
        Assert.Equal(["hotels", "trains"], body["response_format"]!["json_schema"]!["schema"]!["properties"]!["topic"]!["items"]!["properties"]!["value"]!["enum"]!.AsArray().Select(v => (string)v!));
        Assert.Contains("- \"topic\"", Server.Requests[0].Instruction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "json_object")]
    [InlineData(2, null)]
    public async Task An_endpoint_that_knows_no_schema_is_asked_more_simply_from_then_on(int refusals, string? format)
    {
        Server.Script = asked => asked.Number <= refusals ? new Misbehaviour.Status(400, "unsupported_value") : null;
        using var annotator = Create(new Uri(Server.Url), new Exchange(new AnnotatorBounds(), TimeProvider.System));
        await annotator.AnswerAsync(Ask(annotator), Stop);
        await annotator.AnswerAsync(Ask(annotator, "another"), Stop);
        Assert.Equal(refusals + 2, Server.Requests.Count);
        Assert.All(Server.Requests.Skip(refusals), asked => Assert.Equal(format, (string?)asked.Body["response_format"]?["type"]));
    }

    [Fact]
    public async Task An_endpoint_that_has_answered_once_is_not_asked_again_after_a_refusal()
    {
        using var annotator = Create(new Uri(Server.Url), new Exchange(new AnnotatorBounds(), TimeProvider.System));
        await annotator.AnswerAsync(Ask(annotator), Stop);
        Server.Script = _ => new Misbehaviour.Status(400);
        await Assert.ThrowsAsync<AnnotatorException>(() => annotator.AnswerAsync(Ask(annotator, "another"), Stop));
        Assert.Equal(2, Server.Requests.Count);
    }

    [Theory]
    [InlineData("Sure! Here you are.")]
    [InlineData("""{"topic":[{"label":"hotels"}]}""")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task An_unusable_answer_is_corrected_once(string content)
    {
        Server.Script = asked => asked.IsRepair ? null : new Misbehaviour.Content(content);
        using var annotator = Create(new Uri(Server.Url), new Exchange(new AnnotatorBounds(), TimeProvider.System));
        Assert.NotEmpty((await annotator.AnswerAsync(Ask(annotator), Stop)).Labels);
        Assert.Equal(2, Server.Requests.Count);
    }
}
