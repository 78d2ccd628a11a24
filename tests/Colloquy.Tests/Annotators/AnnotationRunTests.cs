using System.Collections.Concurrent;
using Colloquy.Annotators;
using Colloquy.Model;
using Colloquy.Sources;
using Colloquy.Stores;
using Colloquy.TestKit;

namespace Colloquy.Tests.Annotators;

/// <summary>What a run asks, saves, merges and gives up.</summary>
public sealed class AnnotationRunTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private readonly Memory store = new();

    [Fact]
    public async Task Labels_of_the_annotator_take_the_place_of_those_of_its_kinds_on_the_conversation()
    {
        var annotator = new Fake { Said = _ => [Label("chat", LabelKind.Topic, "trains")] };
        Label[] local = [Label("taxonomy", LabelKind.Topic, "billing"), Label("taxonomy", LabelKind.Intent, "question"), Label("taxonomy", LabelKind.Topic, "billing", turn: 1)];
        var (thread, complete) = Assert.Single(await RunAsync([annotator], [Thread("c1", local)]));
        Assert.True(complete);
        Assert.Equal(
            [(null, "intent", "question"), (null, "topic", "trains"), ((int?)1, "topic", "billing")], thread.Labels.Select(l => (l.Turn, l.Kind, l.Value)));
    }

    [Fact]
    public async Task Where_the_annotator_abstains_the_labels_of_the_categorisers_stand()
    {
        var annotator = new Fake { Said = _ => [] };
        Label[] local = [Label("taxonomy", LabelKind.Topic, "billing")];
        var (thread, complete) = Assert.Single(await RunAsync([annotator], [Thread("c1", local)]));
        Assert.True(complete);
        Assert.Equal(local, thread.Labels);
    }

    [Fact]
    public async Task Answered_questions_are_not_asked_again()
    {
        var annotator = new Fake();
        await RunAsync([annotator], [Thread("c1"), Thread("c2")]);
        await RunAsync([annotator], [Thread("c1"), Thread("c2"), Thread("c3")]);
        Assert.Equal(["c1", "c2", "c3"], annotator.Asked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_refusal_is_kept_and_told_once()
    {
        var annotator = new Fake { Failing = id => id == "c2" ? new AnnotatorException(AnnotatorFailure.Refused, "no") { Reason = RefusalReason.ContentFilter } : null };
        using var run = new AnnotationRun(store, [annotator], 4, asks: true);
        Assert.All(await run.AnnotateAsync([Thread("c1"), Thread("c2")], Stop), annotated => Assert.True(annotated.IsComplete));
        Assert.Equal("fake: 1 questions (content-filter) will not be answered; the labels of the categorisers stand.", Assert.Single(run.Warnings));

        using var next = new AnnotationRun(store, [annotator], 4, asks: true);
        await next.AnnotateAsync([Thread("c1"), Thread("c2")], Stop);
        Assert.Empty(next.Warnings);
        Assert.Equal(2, annotator.Asked.Count);
        Assert.Equal(RefusalReason.ContentFilter, store.Annotations.Single(a => a.ConversationId == "c2").Refusal);
    }

    [Fact]
    public async Task The_first_question_is_asked_alone_so_a_wrong_key_costs_one_request()
    {
        var annotator = new Fake { Failing = _ => new AnnotatorException(AnnotatorFailure.Misconfigured, "it refuses the key") };
        using var run = new AnnotationRun(store, [annotator], 8, asks: true);
        Assert.All(await run.AnnotateAsync([.. Enumerable.Range(0, 100).Select(i => Thread("c" + i))], Stop), annotated => Assert.False(annotated.IsComplete));
        Assert.Single(annotator.Asked);
        Assert.StartsWith("fake: it refuses the key.", Assert.Single(run.Warnings), StringComparison.Ordinal);
        Assert.Empty(store.Annotations);
    }

    [Fact]
    public async Task A_service_that_keeps_failing_is_not_asked_again()
    {
        var annotator = new Fake { Failing = _ => new AnnotatorException(AnnotatorFailure.Passing, "it answers 503") };
        using var run = new AnnotationRun(store, [annotator], 8, asks: true);
        await run.AnnotateAsync([.. Enumerable.Range(0, 100).Select(i => Thread("c" + i))], Stop);
        Assert.Equal(3, annotator.Asked.Count);
        Assert.Single(run.Warnings);
    }

    [Fact]
    public async Task One_question_that_breaks_the_service_does_not_stop_the_others()
    {
        var annotator = new Fake { Failing = id => id is "c0" or "c1" ? new AnnotatorException(AnnotatorFailure.Passing, "it answers 500") : null };
        using var run = new AnnotationRun(store, [annotator], 1, asks: true);
        var annotated = await run.AnnotateAsync([.. Enumerable.Range(0, 20).Select(i => Thread("c" + i))], Stop);
        Assert.Equal(["c0", "c1"], annotated.Where(a => !a.IsComplete).Select(a => a.Thread.Thread.Conversation.Id));
        Assert.Equal(18, store.Annotations.Count);
    }

    [Fact]
    public async Task A_used_up_budget_is_a_pause_and_not_a_warning()
    {
        var annotator = new Fake { Failing = id => id == "c0" ? null : new AnnotatorException(AnnotatorFailure.Spent, "the run's limit of 1 requests is reached") };
        using var run = new AnnotationRun(store, [annotator], 1, asks: true);
        await run.AnnotateAsync([Thread("c0"), Thread("c1"), Thread("c2")], Stop);
        Assert.Empty(run.Warnings);
        Assert.Equal("fake: the run's limit of 1 requests is reached; 2 conversations keep the labels of the categorisers and wait for the next run.", run.Pause);
        Assert.Equal(2, annotator.Asked.Count);
    }

    [Fact]
    public async Task Without_asking_only_what_is_stored_counts()
    {
        var annotator = new Fake { Said = _ => [Label("chat", LabelKind.Topic, "trains")] };
        await RunAsync([annotator], [Thread("c1")]);
        using var look = new AnnotationRun(store, [annotator], 1, asks: false);
        var annotated = await look.AnnotateAsync([Thread("c1"), Thread("c2")], Stop);
        Assert.Equal([true, false], annotated.Select(a => a.IsComplete));
        Assert.Equal([1, 0], annotated.Select(a => a.Thread.Labels.Length));
        Assert.Single(annotator.Asked);
    }

    [Fact]
    public async Task An_answer_that_arrives_during_cancellation_is_kept()
    {
        using var told = new CancellationTokenSource();
        var annotator = new Fake
        {
            Said = _ =>
            {
                told.Cancel();
                return [];
            },
        };
        using var run = new AnnotationRun(store, [annotator], 1, asks: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.AnnotateAsync([Thread("c1"), Thread("c2"), Thread("c3")], told.Token));
        Assert.Equal(annotator.Asked, store.Annotations.Select(a => a.ConversationId));
        Assert.Single(annotator.Asked);
    }

    [Fact]
    public async Task One_at_a_time_or_many_the_content_is_the_same()
    {
        var annotator = new Fake { Said = question => [Label("chat", LabelKind.Topic, "t" + question.ConversationId)] };
        LabelledThread[] threads = [.. Enumerable.Range(0, 60).Select(i => Thread("c" + i))];
        var (one, many) = (new Memory(), new Memory());
        using var slow = new AnnotationRun(one, [annotator], 1, asks: true);
        using var fast = new AnnotationRun(many, [annotator], 8, asks: true);
        var (a, b) = (await slow.AnnotateAsync(threads, Stop), await fast.AnnotateAsync(threads, Stop));
        Assert.Equal(a.Select(t => t.Thread.Labels[0]), b.Select(t => t.Thread.Labels[0]));
        Assert.Equal(threads.Select(t => t.Thread.Conversation.Id), b.Select(t => t.Thread.Thread.Conversation.Id));
        Assert.Equal(one.Annotations.Select(t => t.Key).Order(StringComparer.Ordinal), many.Annotations.Select(t => t.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_revision_names_the_annotators_that_answered()
    {
        Assert.Equal("local@1", AnnotationRun.Revision("local@1", []));
        Assert.Equal("local@1 + fake@1", AnnotationRun.Revision("local@1", [new Fake()]));
        Assert.True(AnnotationRun.HadASay("local@1 + fake@1"));
        Assert.False(AnnotationRun.HadASay("local@1"));
    }

    private async Task<IReadOnlyList<(LabelledThread Thread, bool IsComplete)>> RunAsync(ImmutableArray<IAnnotator> annotators, LabelledThread[] threads)
    {
        using var run = new AnnotationRun(store, annotators, 4, asks: true);
        return await run.AnnotateAsync(threads, Stop);
    }

    private static LabelledThread Thread(string id, params Label[] labels) => new(new ConversationThread(Some.ConversationRow(id), [Some.MessageRow("m" + id, id)], [], 1), [.. labels]);

    private static Label Label(string classifier, string kind, string value, int? turn = null) => Some.Label(turn, kind, value) with { Classifier = classifier };

    private sealed class Fake : IAnnotator
    {
        public ConcurrentQueue<string> Asked { get; } = new();

        public Func<Question, ImmutableArray<Label>> Said { get; init; } = _ => [];

        public Func<string, AnnotatorException?> Failing { get; init; } = _ => null;

        public string Name => "fake";

        public string Revision => "1";

        public ImmutableArray<string> Kinds => [LabelKind.Topic];

        public ImmutableArray<Question> QuestionsOf(Conversation conversation, ImmutableArray<Turn> turns, ImmutableArray<Label> labels) => [new Question(conversation.Id, "k" + conversation.Id, "text", turns)];

        public async Task<Annotation> AnswerAsync(Question question, CancellationToken cancellationToken)
        {
            Asked.Enqueue(question.ConversationId);
            await Task.Yield();
            return Failing(question.ConversationId) is { } failure
                ? throw failure
                : Some.Annotation(question.ConversationId, question.Key, Name) with { Labels = Said(question) };
        }

        public IAsyncEnumerable<Finding> ExamineAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<Finding>();

        public void Dispose()
        {
        }
    }

    private sealed class Memory : IAnnotations
    {
        private readonly ConcurrentDictionary<(string, string), Annotation> saved = new();

        public IReadOnlyCollection<Annotation> Annotations => [.. saved.Values];

        public Task<IReadOnlyList<Annotation>> ReadAnnotationsAsync(IReadOnlyCollection<string> conversationIds, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Annotation>>([.. saved.Values.Where(a => conversationIds.Contains(a.ConversationId))]);

        public Task SaveAnnotationAsync(Annotation annotation, IReadOnlyCollection<string> current, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            saved[(annotation.ConversationId, annotation.Key)] = annotation;
            return Task.CompletedTask;
        }

        public Task<IReadOnlyList<AnnotationCount>> CountAnnotationsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<AnnotationCount>>([]);
    }
}
