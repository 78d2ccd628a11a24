using System.Runtime.CompilerServices;
using Colloquy.Annotators;
using Colloquy.Configuration;
using Colloquy.Sources;

namespace Colloquy.Chat;

/// <summary>Asks a chat model for labels of conversations, limited to the vocabulary of the categorisers.</summary>
internal sealed class ChatLabels : IAnnotator
{
    // Has to change when the transcript or the reading of answers does.
    private const string Version = "1";
    private const int TokensOfAnswer = 300;

    private readonly ChatEndpointOptions options;
    private readonly ChatEndpoint endpoint;
    private readonly Vocabulary vocabulary;
    private readonly LabelPrompt prompt;
    private readonly string shape;

    /// <summary>Creates the annotator.</summary>
    /// <param name="options">Must have kinds.</param>
    public ChatLabels(ChatEndpointOptions options, Vocabulary vocabulary, Exchange exchange)
    {
        (this.options, this.vocabulary) = (options, vocabulary);
        Kinds = options.Kinds;
        prompt = new LabelPrompt(options.Kinds, vocabulary);
        shape = QuestionKey.Of(
            Name, Version, options.Endpoint.GetLeftPart(UriPartial.Path), options.Model, prompt.Instruction, prompt.Schema.GetRawText());
        Revision = $"{options.Model}:{shape[..8]}";
        endpoint = new ChatEndpoint(options, exchange);
    }

    /// <inheritdoc/>
    public string Name => "chat";

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
    public Task<Annotation> AnswerAsync(Question question, CancellationToken cancellationToken) => endpoint.AskAsync(
        prompt.Instruction, question.Text, prompt.Schema, TokensOfAnswer,
        answer =>
        {
            var claims = new Claims(vocabulary, Name, Revision);
            prompt.Read(answer, claims);
            return new Annotation
            {
                ConversationId = question.ConversationId,
                Key = question.Key,
                Annotator = Name,
                Revision = Revision,
                Labels = claims.Labels,
                Dropped = claims.Dropped,
            };
        },
        cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return await endpoint.ExamineAsync(Name, options, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => endpoint.Dispose();
}
