using System.Globalization;
using Colloquy.Analyse;
using Colloquy.Categorisers;
using Colloquy.Stores;

namespace Colloquy.Annotators;

/// <summary>
/// Annotates conversations in one run. Answers already stored are used; the other questions are asked, and each answer is saved at once, so
/// a killed run asks nothing twice. An annotator that fails is not asked again in the run: the labels of the categorisers stand, and its
/// conversations wait for the next run.
/// </summary>
/// <param name="atOnce">Maximum number of concurrent questions.</param>
/// <param name="asks">If false, only stored answers are used.</param>
internal sealed class AnnotationRun(IAnnotations store, ImmutableArray<IAnnotator> annotators, int atOnce, bool asks) : IDisposable
{
    // Separates the revision of the categorisers from those of the annotators.
    private const string And = " + ";

    private readonly SemaphoreSlim places = new(atOnce);
    private readonly ImmutableDictionary<IAnnotator, Line> lines = annotators.ToImmutableDictionary(a => a, a => new Line(a.Name));
    private long waiting;

    /// <summary>The revision stored with labels if every annotator has answered.</summary>
    public static string Revision(string labels, ImmutableArray<IAnnotator> annotators) =>
        annotators.IsEmpty ? labels : labels + And + string.Join(' ', annotators.Select(a => $"{a.Name}@{a.Revision}"));

    /// <summary>
    /// Whether annotators contributed to labels of this revision, so that some labels of categorisers may have been replaced.
    /// </summary>
    public static bool HadASay(string revision) => revision.Contains(And, StringComparison.Ordinal);

    /// <summary>Warnings for the operator. They contain nothing of a conversation.</summary>
    public IEnumerable<string> Warnings => annotators.SelectMany(a => lines[a].Warnings);

    /// <summary>Why conversations are still waiting although nothing failed; null if none are.</summary>
    public string? Pause => annotators.Select(a => lines[a]).FirstOrDefault(line => line.Pause is not null) is { } line
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{line.Pause}; {waiting:N0} conversations keep the labels of the categorisers and wait for the next run.")
        : null;

    /// <summary>Annotates a batch.</summary>
    /// <returns>The threads in their order, and whether every annotator has answered.</returns>
    public async Task<IReadOnlyList<(LabelledThread Thread, bool IsComplete)>> AnnotateAsync(
        IReadOnlyList<LabelledThread> threads, CancellationToken cancellationToken)
    {
        if (annotators.IsEmpty)
        {
            return [.. threads.Select(thread => (thread, true))];
        }

        var stored = (await store.ReadAnnotationsAsync([.. threads.Select(t => t.Thread.Conversation.Id)], cancellationToken))
            .ToDictionary(a => (a.ConversationId, a.Annotator, a.Key));
        return await Task.WhenAll(
            threads.Select(thread =>
            AnnotateAsync(
                thread, (annotator, key) => stored.GetValueOrDefault((thread.Thread.Conversation.Id, annotator, key)), cancellationToken)));
    }

    /// <summary>Releases the locks, not the annotators.</summary>
    public void Dispose()
    {
        places.Dispose();
        foreach (var line in lines.Values)
        {
            line.Dispose();
        }
    }

    private async Task<(LabelledThread Thread, bool IsComplete)> AnnotateAsync(
        LabelledThread labelled, Func<string, string, Annotation?> find, CancellationToken cancellationToken)
    {
        var turns = TurnTree.Build(labelled.Thread.Messages);
        var (labels, complete) = (labelled.Labels, true);
        foreach (var annotator in annotators)
        {
            var questions = annotator.QuestionsOf(labelled.Thread.Conversation, turns, labelled.Labels);
            ImmutableArray<string> current = [.. questions.Select(q => q.Key)];
            var answers = await Task.WhenAll(questions.Select(
                async q => find(annotator.Name, q.Key) ?? (asks ? await AskAsync(annotator, q, current, cancellationToken) : null)));
            complete &= answers.All(a => a is not null);
            labels = Merge(labels, annotator, answers.OfType<Annotation>().SelectMany(a => a.Labels));
        }

        if (!complete)
        {
            Interlocked.Increment(ref waiting);
        }

        return (labelled with { Labels = labels }, complete);
    }

    /// <summary>Labels of the annotator replace labels of the same kind on the whole conversation.</summary>
    private static ImmutableArray<Label> Merge(ImmutableArray<Label> labels, IAnnotator annotator, IEnumerable<Label> said)
    {
        ImmutableArray<Label> more = [.. said];
        var replaced = annotator.Kinds.Where(kind => more.Any(l => l.Turn is null && l.Kind == kind)).ToHashSet(StringComparer.Ordinal);
        return more.IsEmpty
            ? labels
            : [.. labels.Where(l => l.Turn is not null || !replaced.Contains(l.Kind)).Concat(more).Order(LabelOrder.Instance)];
    }

    /// <returns>Null if there is no answer in this run.</returns>
    private async Task<Annotation?> AskAsync(
        IAnnotator annotator, Question question, ImmutableArray<string> current, CancellationToken cancellationToken)
    {
        var line = lines[annotator];
        await places.WaitAsync(cancellationToken);
        try
        {
            using var turn = await line.WaitAsync(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            if (line.IsClosed)
            {
                return null;
            }

            var annotation = await AnswerAsync(annotator, line, question, cancellationToken);
            if (annotation is not null)
            {
                // The answer was paid for, so it is saved even if the run is cancelled.
                await store.SaveAnnotationAsync(annotation, current, CancellationToken.None);
            }

            return annotation;
        }
        finally
        {
            places.Release();
        }
    }

    private static async Task<Annotation?> AnswerAsync(
        IAnnotator annotator, Line line, Question question, CancellationToken cancellationToken)
    {
        try
        {
            var annotation = await annotator.AnswerAsync(question, cancellationToken);
            line.Answered();
            return annotation;
        }
        catch (AnnotatorException refused) when (refused.Failure == AnnotatorFailure.Refused)
        {
            line.Refused(refused.Reason);
            return new Annotation
            {
                ConversationId = question.ConversationId,
                Key = question.Key,
                Annotator = annotator.Name,
                Revision = annotator.Revision,
                Refusal = refused.Reason,
            };
        }
        catch (AnnotatorException failure)
        {
            line.Failed(failure);
            return null;
        }
    }

    /// <summary>
    /// State of one annotator. Until its first answer, only one question is asked at a time, so that a wrong key costs one request instead
    /// of thousands.
    /// </summary>
    private sealed class Line(string name) : IDisposable
    {
        // A single question that makes the service fail must not stop the others.
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
                        refusals.Count == 0
                            ? null
                            : $"{name}: {Refusals()} will not be answered; the labels of the categorisers stand.",
                    ];
                    return [.. said.OfType<string>()];
                }

                string Refusals() => string.Join(
                    ", ", refusals.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Value:N0} questions ({r.Key})")));
            }
        }

        public async Task<IDisposable?> WaitAsync(CancellationToken cancellationToken)
        {
            if (hasAnswered)
            {
                return null;
            }

            await first.WaitAsync(cancellationToken);
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
                    problem ??= $"{name}: {failure.Message}. Its conversations keep the labels of the categorisers and wait for the "
                        + "next run.";
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
