using Colloquy.Annotators;
using Colloquy.Model;
using Colloquy.Sources;
using Colloquy.TestKit;

namespace Colloquy.IntegrationTests.Annotators;

/// <summary>What every annotator must do, against a server that misbehaves.</summary>
public abstract class AnnotatorContract : IAsyncLifetime
{
    private const string Planted = "planted-key-27182";
    private const string Private = "my very private words";

    private readonly HastyClock clock = new();

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    internal AnnotatorServer Server { get; private set; } = null!;

    protected static Secret Key => new(Planted);

    public async ValueTask InitializeAsync() => Server = await AnnotatorServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>An annotator that gives topics and outcomes.</summary>
    protected abstract IAnnotator Create(Uri server, Exchange exchange);

    /// <summary>An answer with a topic that is in no vocabulary beside one that is.</summary>
    protected abstract string Strange { get; }

    [Fact]
    public async Task It_says_what_the_service_said()
    {
        using var annotator = Open();
        var question = Ask(annotator);
        var annotation = await annotator.AnswerAsync(question, Stop);

        Assert.Equal((question.ConversationId, question.Key, annotator.Name, annotator.Revision), (annotation.ConversationId, annotation.Key, annotation.Annotator, annotation.Revision));
        Assert.Equal([("outcome", "resolved"), ("topic", "hotels")], annotation.Labels.Select(l => (l.Kind, l.Value)));
        Assert.All(annotation.Labels, l => Assert.Equal((null, annotator.Name, annotator.Revision), (l.Turn, l.Classifier, l.Revision)));
        Assert.Null(annotation.Refusal);
        Assert.Equal(0, annotation.Dropped);
        Assert.Equal(annotator.Kinds.Order(StringComparer.Ordinal), annotation.Labels.Select(l => l.Kind).Distinct().Order(StringComparer.Ordinal));
        var asked = Assert.Single(Server.Requests);
        Assert.Equal("Bearer " + Planted, asked.Authorization);
        Assert.Contains(Private, asked.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_question_has_the_same_key_and_another_has_another()
    {
        using var annotator = Open();
        using var again = Open();
        using var elsewhere = Create(new Uri("http://127.0.0.1:9/v1"), new Exchange(new AnnotatorBounds(), clock));
        Assert.Equal(Ask(annotator).Key, Ask(again).Key);
        Assert.NotEqual(Ask(annotator).Key, Ask(annotator, "something else").Key);
        Assert.NotEqual(Ask(annotator).Key, Ask(elsewhere).Key);
        Assert.NotEqual(annotator.Revision, elsewhere.Revision);
        Assert.Empty(annotator.QuestionsOf(Some.ConversationRow(), [], []));
        await Task.CompletedTask;
    }

    [Fact]
    public async Task A_transient_failure_is_retried_after_the_time_the_service_asks_for()
    {
        Server.Script = asked => asked.Number switch
        {
            1 => new Misbehaviour.Status(429, "rate_limit_exceeded", ("Retry-After", "7")),
            2 => new Misbehaviour.Status(500),
            3 => new Misbehaviour.Reset(),
            4 => new Misbehaviour.Cut(),
            5 => new Misbehaviour.Body("<html>bad gateway</html>"),
            _ => null,
        };
        using var annotator = Open(new AnnotatorBounds { MaxRetries = 5 });
        Assert.NotEmpty((await annotator.AnswerAsync(Ask(annotator), Stop)).Labels);
        Assert.Equal(6, Server.Requests.Count);
        Assert.Contains(clock.Waits, wait => wait > TimeSpan.FromSeconds(6.5) && wait <= TimeSpan.FromSeconds(7));
    }

    [Theory]
    [InlineData(429, "Passing")]
    [InlineData(503, "Passing")]
    [InlineData(401, "Misconfigured")]
    [InlineData(403, "Misconfigured")]
    [InlineData(404, "Misconfigured")]
    [InlineData(307, "Misconfigured")]
    [InlineData(413, "Refused")]
    [InlineData(400, "Refused")]
    public async Task A_refusal_says_what_it_is_and_repeats_neither_text_nor_key(int status, string expected)
    {
        Server.Script = _ => new Misbehaviour.Status(status, Headers: [("Location", Server.Url + "/elsewhere")]);
        using var annotator = Open(new AnnotatorBounds { MaxRetries = 1 });
        var failure = await Assert.ThrowsAsync<AnnotatorException>(() => annotator.AnswerAsync(Ask(annotator), Stop));

        Assert.Equal(expected, failure.Failure.ToString());
        Assert.Contains(status.ToString(System.Globalization.CultureInfo.InvariantCulture), failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Planted, failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Private, failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(expected == "Passing" ? 2 : status == 400 ? Server.Requests.Count : 1, Server.Requests.Count);
    }

    [Fact]
    public async Task An_unreachable_service_is_a_transient_failure()
    {
        using var annotator = Create(new Uri("http://127.0.0.1:1/v1"), new Exchange(new AnnotatorBounds { MaxRetries = 2 }, clock));
        var failure = await Assert.ThrowsAsync<AnnotatorException>(() => annotator.AnswerAsync(Ask(annotator), Stop));
        Assert.Equal(AnnotatorFailure.Passing, failure.Failure);
        Assert.Contains("the server cannot be reached", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, clock.Waits.Count);
    }

    [Fact]
    public async Task A_service_that_times_out_is_not_asked_again()
    {
        Server.Script = _ => new Misbehaviour.Wait(Task.Delay(Timeout.Infinite, Stop));
        using var annotator = Open(new AnnotatorBounds { Patience = TimeSpan.FromMilliseconds(100) });
        var failure = await Assert.ThrowsAsync<AnnotatorException>(() => annotator.AnswerAsync(Ask(annotator), Stop));
        Assert.Equal(AnnotatorFailure.Passing, failure.Failure);
        Assert.InRange(Server.Requests.Count, 0, 1);
    }

    [Fact]
    public async Task Cancellation_is_not_a_failure_of_the_service()
    {
        using var told = new CancellationTokenSource();
        Server.Script = _ =>
        {
            told.Cancel();
            return new Misbehaviour.Wait(Task.Delay(Timeout.Infinite, Stop));
        };
        using var annotator = Open();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => annotator.AnswerAsync(Ask(annotator), told.Token));
    }

    [Fact]
    public async Task A_content_filter_is_a_refusal()
    {
        Server.Script = _ => new Misbehaviour.Filter();
        using var annotator = Open();
        var failure = await Assert.ThrowsAsync<AnnotatorException>(() => annotator.AnswerAsync(Ask(annotator), Stop));
        Assert.Equal((AnnotatorFailure.Refused, RefusalReason.ContentFilter), (failure.Failure, failure.Reason));
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task Values_outside_the_vocabulary_are_dropped_and_counted()
    {
        Server.Script = _ => new Misbehaviour.Content(Strange);
        using var annotator = Open();
        var annotation = await annotator.AnswerAsync(Ask(annotator), Stop);
        Assert.Equal(["hotels"], annotation.Labels.Select(l => l.Value));
        Assert.Equal(1, annotation.Dropped);
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_to_its_end()
    {
        Server.Script = _ => new Misbehaviour.Huge();
        using var annotator = Open();
        var failure = await Assert.ThrowsAsync<AnnotatorException>(() => annotator.AnswerAsync(Ask(annotator), Stop));
        Assert.Equal((AnnotatorFailure.Refused, RefusalReason.TooLarge), (failure.Failure, failure.Reason));
    }

    [Fact]
    public async Task An_answer_that_has_nothing_is_a_refusal_in_the_end()
    {
        Server.Script = _ => new Misbehaviour.Content("{}");
        using var annotator = Open();
        var failure = await Assert.ThrowsAsync<AnnotatorException>(() => annotator.AnswerAsync(Ask(annotator), Stop));
        Assert.Equal((AnnotatorFailure.Refused, RefusalReason.Unusable), (failure.Failure, failure.Reason));
        Assert.InRange(Server.Requests.Count, 1, 2);
    }

    [Fact]
    public async Task Retries_count_against_the_request_budget()
    {
        Server.Script = asked => asked.Number == 1 ? new Misbehaviour.Status(500) : null;
        using var annotator = Open(new AnnotatorBounds { Requests = 2 });
        await annotator.AnswerAsync(Ask(annotator), Stop);
        var spent = await Assert.ThrowsAsync<AnnotatorException>(() => annotator.AnswerAsync(Ask(annotator), Stop));
        Assert.Equal(AnnotatorFailure.Spent, spent.Failure);
        Assert.Equal(2, Server.Requests.Count);
    }

    [Fact]
    public async Task Tokens_are_counted_as_the_service_counts_them()
    {
        Server.Tokens = 40_000;
        var exchange = new Exchange(new AnnotatorBounds { Tokens = 60_000 }, clock);
        using var annotator = Create(new Uri(Server.Url), exchange);
        await annotator.AnswerAsync(Ask(annotator), Stop);
        await annotator.AnswerAsync(Ask(annotator), Stop);
        Assert.Equal((2, 80_000), (exchange.Requests, exchange.Tokens));
        await Assert.ThrowsAsync<AnnotatorException>(() => annotator.AnswerAsync(Ask(annotator), Stop));
    }

    [Fact]
    public async Task The_examination_says_that_it_answers_or_what_to_change()
    {
        using var annotator = Open();
        Assert.Equal(Health.Good, (await annotator.ExamineAsync(Stop).SingleAsync(Stop)).Health);
        Server.Script = _ => new Misbehaviour.Status(401);
        var finding = await annotator.ExamineAsync(Stop).SingleAsync(Stop);
        Assert.Equal(Health.Broken, finding.Health);
        Assert.Contains("API_KEY", finding.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Planted, finding.Text, StringComparison.Ordinal);
        Assert.Equal(2, Server.Requests.Count);
    }

    private IAnnotator Open(AnnotatorBounds? bounds = null) => Create(new Uri(Server.Url), new Exchange(bounds ?? new AnnotatorBounds { MaxRetries = 0 }, clock));

    private protected static Question Ask(IAnnotator annotator, string query = Private) => Assert.Single(annotator.QuestionsOf(Some.ConversationRow(), [new Turn(Some.MessageRow(query: query), 1, null, Active: true, Regeneration: false)], []));
}
