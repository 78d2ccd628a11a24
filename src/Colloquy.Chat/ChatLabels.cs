using System.Runtime.CompilerServices;
using Colloquy.Annotators;
using Colloquy.Configuration;
using Colloquy.Sources;

namespace Colloquy.Chat;

/// <summary>Asks a chat model for labels of conversations, within the vocabulary of the categorisers.</summary>
public sealed class ChatLabels : IAnnotator
{
    // Changes when the transcript or the way answers are read does.
    private const string Version = "1";
    private const int TokensOfAnswer = 300;

    private readonly ChatEndpointOptions options;
    private readonly ChatEndpoint endpoint;
    private readonly Vocabulary vocabulary;
    private readonly LabelPrompt prompt;
    private readonly string shape;

    /// <param name="options">Has kinds.</param>
    public ChatLabels(ChatEndpointOptions options, Vocabulary vocabulary, Exchange exchange)
    {
        (this.options, this.vocabulary) = (options, vocabulary);
        Kinds = options.Kinds;
        prompt = new LabelPrompt(options.Kinds, vocabulary);
        shape = QuestionKey.Of(Name, Version, options.Endpoint.GetLeftPart(UriPartial.Path), options.Model, prompt.Instruction, prompt.Schema.GetRawText());
        Revision = $"{options.Model}:{shape[..8]}";
        endpoint = new ChatEndpoint(options, exchange);
    }

    public string Name => "chat";

    public string Revision { get; }

    public ImmutableArray<string> Kinds { get; }

    public ImmutableArray<Question> QuestionsOf(Conversation conversation, ImmutableArray<Turn> turns, ImmutableArray<Label> labels) => Transcript.Of(turns) is { Length: > 0 } text
        ? [new Question(conversation.Id, QuestionKey.Of(shape, text), text, [.. turns.Where(t => t.Active)])]
        : [];

    public Task<Annotation> AnswerAsync(Question question, CancellationToken stop) => endpoint.AskAsync(
        prompt.Instruction, question.Text, prompt.Schema, TokensOfAnswer,
        answer =>
        {
            var claims = new Claims(vocabulary, Name, Revision);
            prompt.Read(answer, claims);
            return new Annotation
            {
                ConversationId = question.ConversationId, Key = question.Key, Annotator = Name, Revision = Revision, Labels = claims.Labels, Dropped = claims.Dropped,
            };
        },
        stop);

    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken stop)
    {
        yield return await endpoint.ExamineAsync(Name, options, stop);
    }

    public void Dispose() => endpoint.Dispose();
}
