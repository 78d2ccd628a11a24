using System.Runtime.CompilerServices;
using Colloquy.Sources;

namespace Colloquy.Annotators.Dify;

/// <summary>
/// Runs a Dify workflow for each conversation, with the transcript as its input. Its outputs become labels, notes and translations.
/// </summary>
internal sealed class DifyWorkflow : IAnnotator
{
    // Has to change when the transcript or the reading of outputs does.
    private const string Version = "1";

    // Tokens of a workflow's answer: its outputs, and what its models generated on the way.
    private const int TokensOfAnswer = 1_000;

    private readonly DifyOptions options;
    private readonly Vocabulary vocabulary;
    private readonly Exchange exchange;
    private readonly DifyClient client;
    private readonly string shape;

    /// <summary>Creates the annotator.</summary>
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

    /// <inheritdoc/>
    public string Name => "dify";

    /// <inheritdoc/>
    public string Revision { get; }

    /// <inheritdoc/>
    public ImmutableArray<string> Kinds { get; }

    /// <inheritdoc/>
    public ImmutableArray<Question> QuestionsOf(Conversation conversation, ImmutableArray<Turn> turns, ImmutableArray<Label> labels) =>
        Transcript.Of(turns) is { Length: > 0 } text
        ? [new Question(conversation.Id, QuestionKey.Of(shape, text), text, [.. turns.Where(t => t.Active)])]
        : [];

    /// <inheritdoc/>
    public async Task<Annotation> AnswerAsync(Question question, CancellationToken cancellationToken)
    {
        // A model in the workflow may fail once, so one retry; after that the workflow counts as failed.
        var result = await RunAsync(question, cancellationToken) is { HasFailed: false } once
            ? once
            : await RunAsync(question, cancellationToken);
        if (result.HasFailed)
        {
            throw new AnnotatorException(
                AnnotatorFailure.Refused, $"the workflow ended as {result.Status}")
            { Reason = RefusalReason.WorkflowFailed };
        }

        using var outputs = result.Outputs!;
        return new WorkflowOutputs(options, vocabulary, Name, Revision).Read(question, outputs.RootElement);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Finding finding;
        try
        {
            var inputs = await exchange.SendAsync(0, async token => (await client.ReadInputsAsync(token), (long?)0), cancellationToken);
            finding = inputs.Contains(options.Input)
                ? new Finding(
                    Health.Good, Name,
                    $"the app at {options.BaseUrl} is reachable and receives the transcript in its input {options.Input}")
                : new Finding(
                    Health.Broken, Name,
                    $"the app at {options.BaseUrl} has no input {options.Input}; it has "
                    + $"{(inputs.Count == 0 ? "none" : string.Join(", ", inputs))}. Set COLLOQUY_DIFY_INPUT");
        }
        catch (AnnotatorException failure)
        {
            finding = new Finding(Health.Broken, Name, $"{options.BaseUrl}: {failure.Message}");
        }

        yield return finding;
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private Task<WorkflowResult> RunAsync(Question question, CancellationToken cancellationToken) => exchange.SendAsync(
        TokenEstimate.Of(question.Text) + TokensOfAnswer,
        async token =>
        {
            var result = await client.RunAsync(question.Text, token);
            return (result, result.Tokens);
        },
        cancellationToken);
}
