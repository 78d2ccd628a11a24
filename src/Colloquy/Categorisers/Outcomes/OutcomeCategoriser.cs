using Colloquy.Categorisers.Matching;

namespace Colloquy.Categorisers.Outcomes;

/// <summary>
/// Labels the outcome of a conversation (resolved, escalated, abandoned, failed or unclear), and separately whether the user seems
/// satisfied. The evidence is votes, thanks and complaints near the end, repeated questions, hand-offs, errors, empty answers and
/// regenerations. <c>docs/labels.md</c> has the weights and the quality.
/// </summary>
/// <param name="marker">A text in an answer that hands the conversation over to a person; empty for none.</param>
public sealed class OutcomeCategoriser(string marker = OutcomeCategoriser.DefaultMarker) : ICategoriser
{
    /// <summary>The marker used unless another one is given.</summary>
    public const string DefaultMarker = "#AGENT";

    private const int NearEnd = 3;

    /// <summary>The most turns named as evidence; the last ones are kept. Conversations may have a hundred thousand turns.</summary>
    private const int MostEvidence = 100;

    /// <inheritdoc/>
    public string Name => "outcome";

    /// <inheritdoc/>
    public string Revision { get; } = $"1:{OutcomePhrases.Revision}:{marker}";

    /// <inheritdoc/>
    public void Label(ConversationContext context, CancellationToken cancellationToken = default)
    {
        if (context.Turns.IsEmpty)
        {
            return;
        }

        var told = new List<string>();
        var evidence = Read(context, told, cancellationToken);
        ImmutableArray<string> where = [.. told.TakeLast(MostEvidence)];
        var (outcome, score) = evidence.Outcome();
        context.Add(new Label(null, LabelKind.Outcome, outcome, score, Name, Revision, outcome == "unclear" ? [] : where));
        if (evidence.Satisfaction() is { } felt)
        {
            context.Add(new Label(null, LabelKind.Satisfaction, felt.Value, felt.Score, Name, Revision, where));
        }
    }

    private OutcomeEvidence Read(ConversationContext context, List<string> told, CancellationToken cancellationToken)
    {
        var (turns, asked, hits) = (context.Turns, context.Workspace.Get<AskedQuestions>(), context.Workspace.Get<List<PhraseHit>>());
        asked.Clear();
        var active = 0;
        foreach (var turn in turns)
        {
            active += turn.Active ? 1 : 0;
        }

        var (position, evidence, failed) = (0, default(OutcomeEvidence), false);
        for (var i = 0; i < turns.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var turn = turns[i];
            evidence = turn switch
            {
                { Vote: "like" } => evidence with { Likes = evidence.Likes + 1 },
                { Vote: "dislike" } => evidence with { Dislikes = evidence.Dislikes + 1 },
                _ => evidence,
            };
            if (turn.Vote is not null)
            {
                told.Add(TurnName.Of(turn.Number));
            }

            if (turn.Regeneration)
            {
                evidence = evidence with { Regenerations = evidence.Regenerations + 1 };
            }

            if (!turn.Active)
            {
                continue;
            }

            position++;
            var message = turn.Message;
            var (before, heard) = (evidence, active - position);
            if (marker.Length > 0 && message.Answer?.Contains(marker, StringComparison.Ordinal) == true)
            {
                evidence = evidence with { Marked = true };
            }

            // Asking again after a failed answer is no complaint.
            if (!failed && !string.IsNullOrEmpty(message.Query) && asked.Add(context.ReadQuery(i, cancellationToken)))
            {
                evidence = evidence with { Repeats = evidence.Repeats + 1 };
            }

            failed = message.Status == "error" || string.IsNullOrWhiteSpace(message.Answer);
            if (heard < NearEnd)
            {
                evidence = AtEnd(
                    OutcomePhrases.InQuery(context.ReadQuery(i, cancellationToken), hits, cancellationToken),
                    OutcomePhrases.InAnswer(context.ReadAnswer(i, cancellationToken), hits, cancellationToken),
                    evidence);
            }

            evidence = evidence with { EndsFailed = failed };
            if (turn.Vote is null && (evidence with { EndsFailed = before.EndsFailed } != before || (failed && heard == 0)))
            {
                told.Add(TurnName.Of(turn.Number));
            }
        }

        return evidence;
    }

    private static OutcomeEvidence AtEnd(OutcomeSignal query, OutcomeSignal answer, OutcomeEvidence evidence) =>
        evidence with
        {
            Thanks = evidence.Thanks + Count(query, OutcomeSignal.Thanks),
            Content = evidence.Content + Count(query, OutcomeSignal.Content),
            Complaints = evidence.Complaints + Count(query, OutcomeSignal.Complaint),
            WantsPerson = evidence.WantsPerson || query.HasFlag(OutcomeSignal.WantsPerson),
            HandedOff = evidence.HandedOff || answer.HasFlag(OutcomeSignal.HandOff),
            Done = evidence.Done + Count(answer, OutcomeSignal.Done),
            Helpless = evidence.Helpless + Count(answer, OutcomeSignal.Helpless),
        };

    private static int Count(OutcomeSignal signals, OutcomeSignal one) => (signals & one) != 0 ? 1 : 0;
}
