using System.Runtime.CompilerServices;
using Colloquy.Sources;

namespace Colloquy.Annotators.Dify;

/// <summary>Runs a workflow of Dify's for each conversation, with the transcript as its input; its outputs become labels, notes and translations.</summary>
public sealed class DifyWorkflow : IAnnotator
{
    // Changes when the transcript or the way outputs are read does.
    private const string Version = "1";

    // The answer of a workflow: its outputs, and what its models thought.
    private const int TokensOfAnswer = 1_000;

    private readonly DifyOptions options;
    private readonly Vocabulary vocabulary;
    private readonly Exchange exchange;
    private readonly DifyClient client;
    private readonly string shape;

    public DifyWorkflow(DifyOptions options, Vocabulary vocabulary, Exchange exchange)
    {
        (this.options, this.vocabulary, this.exchange) = (options, vocabulary, exchange);
        client = new DifyClient(options);
        Kinds = [.. options.Outputs.Select(o => o.Kind).OfType<string>().Distinct(StringComparer.Ordinal)];
        shape = QuestionKey.Of(
        [
            Name, Version, options.BaseUrl.GetLeftPart(UriPartial.Path), options.Input, options.TranslateTo ?? "",
            .. options.Outputs.SelectMany(o => (string[])[o.Meaning, o.Output]), .. Kinds.Select(vocabulary.Text),
        ]);
        Revision = $"{options.BaseUrl.Host}:{shape[..8]}";
    }

    public string Name => "dify";

    public string Revision { get; }

    public ImmutableArray<string> Kinds { get; }

    public ImmutableArray<Question> QuestionsOf(Conversation conversation, ImmutableArray<Turn> turns, ImmutableArray<Label> labels) => Transcript.Of(turns) is { Length: > 0 } text
        ? [new Question(conversation.Id, QuestionKey.Of(shape, text), text, [.. turns.Where(t => t.Active)])]
        : [];

    public async Task<Annotation> AnswerAsync(Question question, CancellationToken stop)
    {
        // A model within the workflow may have had a bad moment; a workflow that fails twice fails.
        var result = await RunAsync(question, stop) is { HasFailed: false } once ? once : await RunAsync(question, stop);
        if (result.HasFailed)
        {
            throw new AnnotatorException(AnnotatorFailure.Refused, $"the workflow ended as {result.Status}") { Reason = RefusalReason.WorkflowFailed };
        }

        using var outputs = result.Outputs!;
        return new WorkflowOutputs(options, vocabulary, Name, Revision).Read(question, outputs.RootElement);
    }

    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken stop)
    {
        Finding finding;
        try
        {
            var inputs = await exchange.SendAsync(0, async token => (await client.ReadInputsAsync(token), (long?)0), stop);
            finding = inputs.Contains(options.Input)
                ? new Finding(Health.Good, Name, $"the app at {options.BaseUrl} answers, and takes the transcript in its input {options.Input}")
                : new Finding(Health.Broken, Name, $"the app at {options.BaseUrl} has no input {options.Input}; it has {(inputs.Count == 0 ? "none" : string.Join(", ", inputs))}. Set COLLOQUY_DIFY_INPUT");
        }
        catch (AnnotatorException failure)
        {
            finding = new Finding(Health.Broken, Name, $"{options.BaseUrl}: {failure.Message}");
        }

        yield return finding;
    }

    public void Dispose() => client.Dispose();

    private Task<WorkflowResult> RunAsync(Question question, CancellationToken stop) => exchange.SendAsync(
        TokenEstimate.Of(question.Text) + TokensOfAnswer,
        async token =>
        {
            var result = await client.RunAsync(question.Text, token);
            return (result, result.Tokens);
        },
        stop);
}
