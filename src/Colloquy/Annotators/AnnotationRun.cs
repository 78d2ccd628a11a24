using System.Globalization;
using Colloquy.Analyse;
using Colloquy.Categorisers;
using Colloquy.Stores;

namespace Colloquy.Annotators;

/// <summary>
/// Annotates conversations in one run: takes what is answered already from the store, asks the rest, and saves each answer at once, so that a killed run asks nothing twice. An
/// annotator that does not answer is given up for the run; the labels of the categorisers stand, and the conversations wait for the next run.
/// </summary>
/// <param name="atOnce">Questions that are under way at once.</param>
/// <param name="asks">False: only what is stored is taken.</param>
public sealed class AnnotationRun(IAnnotations store, ImmutableArray<IAnnotator> annotators, int atOnce, bool asks) : IDisposable
{
    // Between the revision of the categorisers and those of the annotators that have answered.
    private const string And = " + ";

    private readonly SemaphoreSlim places = new(atOnce);
    private readonly ImmutableDictionary<IAnnotator, Line> lines = annotators.ToImmutableDictionary(a => a, a => new Line(a.Name));
    private long waiting;

    /// <summary>The revision under which labels are saved where every annotator has answered.</summary>
    public static string Revision(string labels, ImmutableArray<IAnnotator> annotators) =>
        annotators.IsEmpty ? labels : labels + And + string.Join(' ', annotators.Select(a => $"{a.Name}@{a.Revision}"));

    /// <summary>Whether annotators had a say in labels of this revision, so that labels of categorisers may be missing among them.</summary>
    public static bool HadASay(string revision) => revision.Contains(And, StringComparison.Ordinal);

    /// <summary>What somebody should know about the run; nothing of a conversation.</summary>
    public IEnumerable<string> Warnings => annotators.SelectMany(a => lines[a].Warnings);

    /// <summary>Why conversations wait although nothing is wrong; null where it is so.</summary>
    public string? Pause => annotators.Select(a => lines[a]).FirstOrDefault(line => line.Pause is not null) is { } line
        ? string.Create(CultureInfo.InvariantCulture, $"{line.Pause}; {waiting:N0} conversations wait for the next run with the labels of the categorisers.")
        : null;

    /// <returns>The threads in their order, with whether every annotator has answered.</returns>
    public async Task<IReadOnlyList<(LabelledThread Thread, bool IsComplete)>> AnnotateAsync(IReadOnlyList<LabelledThread> threads, CancellationToken stop)
    {
        if (annotators.IsEmpty)
        {
            return [.. threads.Select(thread => (thread, true))];
        }

        var stored = (await store.ReadAnnotationsAsync([.. threads.Select(t => t.Thread.Conversation.Id)], stop))
            .ToDictionary(a => (a.ConversationId, a.Annotator, a.Key));
        return await Task.WhenAll(threads.Select(thread => AnnotateAsync(thread, (annotator, key) => stored.GetValueOrDefault((thread.Thread.Conversation.Id, annotator, key)), stop)));
    }

    public void Dispose()
    {
        places.Dispose();
        foreach (var line in lines.Values)
        {
            line.Dispose();
        }
    }

    private async Task<(LabelledThread Thread, bool IsComplete)> AnnotateAsync(LabelledThread labelled, Func<string, string, Annotation?> find, CancellationToken stop)
    {
        var turns = TurnTree.Build(labelled.Thread.Messages);
        var (labels, complete) = (labelled.Labels, true);
        foreach (var annotator in annotators)
        {
            var questions = annotator.QuestionsOf(labelled.Thread.Conversation, turns, labelled.Labels);
            ImmutableArray<string> current = [.. questions.Select(q => q.Key)];
            var answers = await Task.WhenAll(questions.Select(async q => find(annotator.Name, q.Key) ?? (asks ? await AskAsync(annotator, q, current, stop) : null)));
            complete &= answers.All(a => a is not null);
            labels = Merge(labels, annotator, answers.OfType<Annotation>().SelectMany(a => a.Labels));
        }

        if (!complete)
        {
            Interlocked.Increment(ref waiting);
        }

        return (labelled with { Labels = labels }, complete);
    }

    /// <summary>Labels of the annotator take the place of those of the same kind on the whole conversation.</summary>
    private static ImmutableArray<Label> Merge(ImmutableArray<Label> labels, IAnnotator annotator, IEnumerable<Label> said)
    {
        ImmutableArray<Label> more = [.. said];
        var replaced = annotator.Kinds.Where(kind => more.Any(l => l.Turn is null && l.Kind == kind)).ToHashSet(StringComparer.Ordinal);
        return more.IsEmpty ? labels : [.. labels.Where(l => l.Turn is not null || !replaced.Contains(l.Kind)).Concat(more).Order(LabelOrder.Instance)];
    }

    /// <returns>Null where there is no answer in this run.</returns>
    private async Task<Annotation?> AskAsync(IAnnotator annotator, Question question, ImmutableArray<string> current, CancellationToken stop)
    {
        var line = lines[annotator];
        await places.WaitAsync(stop);
        try
        {
            using var turn = await line.WaitAsync(stop);
            stop.ThrowIfCancellationRequested();
            if (line.IsClosed)
            {
                return null;
            }

            var annotation = await AnswerAsync(annotator, line, question, stop);
            if (annotation is not null)
            {
                // It was paid for: it is kept, also when the run is told to stop.
                await store.SaveAnnotationAsync(annotation, current, CancellationToken.None);
            }

            return annotation;
        }
        finally
        {
            places.Release();
        }
    }

    private static async Task<Annotation?> AnswerAsync(IAnnotator annotator, Line line, Question question, CancellationToken stop)
    {
        try
        {
            var annotation = await annotator.AnswerAsync(question, stop);
            line.Answered();
            return annotation;
        }
        catch (AnnotatorException refused) when (refused.Failure == AnnotatorFailure.Refused)
        {
            line.Refused(refused.Reason);
            return new Annotation
            {
                ConversationId = question.ConversationId, Key = question.Key, Annotator = annotator.Name, Revision = annotator.Revision, Refusal = refused.Reason,
            };
        }
        catch (AnnotatorException failure)
        {
            line.Failed(failure);
            return null;
        }
    }

    /// <summary>
    /// How asking one annotator goes. Until it has answered once, one question is asked at a time: a wrong key is found out by one request and not by thousands.
    /// </summary>
    private sealed class Line(string name) : IDisposable
    {
        // A question that breaks the service by itself must not end the run's asking.
        private const int FailuresInARow = 3;

        private readonly SemaphoreSlim first = new(1);
        private readonly Lock gate = new();
        private readonly SortedDictionary<string, long> refusals = new(StringComparer.Ordinal);
        private volatile bool hasAnswered, isClosed;
        private int failures;
        private string? problem;

        public bool IsClosed => isClosed;

        public string? Pause { get; private set; }

        public IEnumerable<string> Warnings
        {
            get
            {
                lock (gate)
                {
                    string?[] said =
                    [
                        problem,
                        refusals.Count == 0 ? null : $"{name}: no answer will come to {string.Join(", ", refusals.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Value:N0} questions ({r.Key})")))}; the labels of the categorisers stand.",
                    ];
                    return [.. said.OfType<string>()];
                }
            }
        }

        public async Task<IDisposable?> WaitAsync(CancellationToken stop)
        {
            if (hasAnswered)
            {
                return null;
            }

            await first.WaitAsync(stop);
            if (!hasAnswered)
            {
                return new Place(first);
            }

            first.Release();
            return null;
        }

        public void Answered()
        {
            lock (gate)
            {
                (hasAnswered, failures) = (true, 0);
            }
        }

        public void Refused(string reason)
        {
            lock (gate)
            {
                (hasAnswered, failures) = (true, 0);
                refusals[reason] = refusals.GetValueOrDefault(reason) + 1;
            }
        }

        public void Failed(AnnotatorException failure)
        {
            lock (gate)
            {
                if (failure.Failure == AnnotatorFailure.Spent)
                {
                    (isClosed, Pause) = (true, Pause ?? $"{name}: {failure.Message}");
                }
                else
                {
                    isClosed |= failure.Failure == AnnotatorFailure.Misconfigured || ++failures >= FailuresInARow;
                    problem ??= $"{name}: {failure.Message}. Its conversations have the labels of the categorisers and wait for the next run.";
                }
            }
        }

        public void Dispose() => first.Dispose();

        private sealed class Place(SemaphoreSlim first) : IDisposable
        {
            public void Dispose() => first.Release();
        }
    }
}
