using Colloquy.Annotators;
using Colloquy.Annotators.Dify;
using Colloquy.Model;
using Colloquy.Sources;

namespace Colloquy.IntegrationTests.Annotators;

/// <summary>A workflow that streams.</summary>
public class DifyWorkflowTests : AnnotatorContract
{
    private static readonly Vocabulary Topics = new([(LabelKind.Topic, "hotels"), (LabelKind.Topic, "trains")]);

    protected virtual bool Streaming => true;

    protected override string Strange => """{"topic":"astrology, Hotels"}""";

    protected override IAnnotator Create(Uri server, Exchange exchange) => Create(server, exchange, "conversation");

    [Fact]
    public async Task Its_other_outputs_are_notes()
    {
        using var annotator = Create(new Uri(Server.Url), new Exchange(new AnnotatorBounds(), TimeProvider.System));
        Assert.Equal([new Note("risk", "none at all")], (await annotator.AnswerAsync(Ask(annotator), Stop)).Notes);
        Assert.Equal(Streaming ? "streaming" : "blocking", (string)Server.Requests[0].Body["response_mode"]!);
    }

    [Fact]
    public async Task A_failed_workflow_is_retried_once()
    {
        Server.Script = asked => asked.Number == 1 ? Ended("failed") : null;
        using var annotator = Create(new Uri(Server.Url), new Exchange(new AnnotatorBounds(), TimeProvider.System));
        Assert.NotEmpty((await annotator.AnswerAsync(Ask(annotator), Stop)).Labels);

        Server.Script = _ => Ended("failed");
        var failure = await Assert.ThrowsAsync<AnnotatorException>(() => annotator.AnswerAsync(Ask(annotator), Stop));
        Assert.Equal((AnnotatorFailure.Refused, RefusalReason.WorkflowFailed), (failure.Failure, failure.Reason));
        Assert.Equal(4, Server.Requests.Count);
    }

    [Theory]
    [InlineData("app_unavailable")]
    [InlineData("provider_quota_exceeded")]
    public async Task An_error_of_the_app_is_not_blamed_on_the_conversation(string code)
    {
        Server.Script = _ => new Misbehaviour.Status(400, code);
        using var annotator = Create(new Uri(Server.Url), new Exchange(new AnnotatorBounds { MaxRetries = 0 }, TimeProvider.System));
        var failure = await Assert.ThrowsAsync<AnnotatorException>(() => annotator.AnswerAsync(Ask(annotator), Stop));
        Assert.Equal(AnnotatorFailure.Misconfigured, failure.Failure);
        Assert.Contains(code, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_examination_names_the_inputs_there_are()
    {
        using var annotator = Create(new Uri(Server.Url), new Exchange(new AnnotatorBounds(), TimeProvider.System), "text");
        var finding = await annotator.ExamineAsync(Stop).SingleAsync(Stop);
        Assert.Equal(Health.Broken, finding.Health);
        Assert.Contains("conversation, tone", finding.Text, StringComparison.Ordinal);
    }

    private Misbehaviour.Body Ended(string status) => new(Streaming
        ? $"data: {{\"event\":\"workflow_finished\",\"data\":{{\"status\":\"{status}\",\"error\":\"a private text\"}}}}\n\n"
        : $"{{\"data\":{{\"status\":\"{status}\",\"error\":\"a private text\"}}}}");

    private DifyWorkflow Create(Uri server, Exchange exchange, string input) => new(
        new DifyOptions { BaseUrl = server, Key = Key, Input = input, Streaming = Streaming, Outputs = [new("risk", "risk"), new("success", "success"), new("topic", "topic")] }, Topics, exchange);
}

/// <summary>A workflow that answers when it is done.</summary>
public sealed class BlockingDifyWorkflowTests : DifyWorkflowTests
{
    protected override bool Streaming => false;
}
