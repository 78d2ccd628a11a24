using System.Globalization;
using Colloquy.Categorisers.Learning.Features;
using Colloquy.Categorisers.Learning.Models;

namespace Colloquy.Categorisers.Outcomes;

/// <summary>
/// Says how a conversation ended: resolved, escalated, abandoned, failed or unclear, and apart from it whether the user seems satisfied. It looks at votes, at words
/// of thanks and complaint near the end, at repeated questions, hand-offs, errors, empty answers and regenerations. <c>docs/labels.md</c> has weights and quality.
/// </summary>
/// <param name="marker">Text in an answer that hands over to a person.</param>
public sealed class OutcomeCategoriser(string marker = OutcomeCategoriser.DefaultMarker) : ICategoriser
{
    public const string DefaultMarker = "#AGENT";

    private const int NearEnd = 3;
    private const int MostCompared = 8;
    private const int LeastWords = 3;
    private const double SameShare = 0.75;

    private static readonly FeatureOptions _words = new(TextForm.Folded, 0, 0, 1, Gram: 0, Pair: 0, Near: 0, Reach: 0);

    [ThreadStatic]
    private static List<uint[]>? _asked;

    public string Name => "outcome";

    public string Revision { get; } = $"1:{OutcomePhrases.Revision}:{marker}";

    public void Label(Conversation conversation, ImmutableArray<Turn> turns, IList<Label> labels)
    {
        if (turns.IsEmpty)
        {
            return;
        }

        var told = new SortedSet<int>();
        var evidence = Read(turns, told);
        ImmutableArray<string> where = [.. told.Select(n => string.Create(CultureInfo.InvariantCulture, $"turn:{n}"))];
        var (outcome, score) = evidence.Outcome();
        labels.Add(new Label(null, LabelKind.Outcome, outcome, score, Name, Revision, outcome == "unclear" ? [] : where));
        if (evidence.Satisfaction() is { } felt)
        {
            labels.Add(new Label(null, LabelKind.Satisfaction, felt.Value, felt.Score, Name, Revision, where));
        }
    }

    private OutcomeEvidence Read(ImmutableArray<Turn> turns, SortedSet<int> told)
    {
        var asked = _asked ??= [];
        asked.Clear();
        var active = turns.Count(t => t.Active);
        var (position, evidence, failed) = (0, default(OutcomeEvidence), false);
        foreach (var turn in turns)
        {
            evidence = turn switch
            {
                { Vote: "like" } => evidence with { Likes = evidence.Likes + 1 },
                { Vote: "dislike" } => evidence with { Dislikes = evidence.Dislikes + 1 },
                _ => evidence,
            };
            if (turn.Vote is not null)
            {
                told.Add(turn.Number);
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

            // What is asked again because the answer failed is no complaint.
            if (!failed && Repeats(message.Query, asked))
            {
                evidence = evidence with { Repeats = evidence.Repeats + 1 };
            }

            failed = message.Status == "error" || string.IsNullOrWhiteSpace(message.Answer);
            if (heard < NearEnd)
            {
                evidence = AtEnd(message, evidence);
            }

            evidence = evidence with { EndsFailed = failed };
            if (evidence with { EndsFailed = before.EndsFailed } != before || (failed && heard == 0))
            {
                told.Add(turn.Number);
            }
        }

        return evidence;
    }

    private static OutcomeEvidence AtEnd(Message message, OutcomeEvidence evidence)
    {
        var (query, answer) = (OutcomePhrases.InQuery(message.Query), OutcomePhrases.InAnswer(message.Answer));
        return evidence with
        {
            Thanks = evidence.Thanks + Count(query, OutcomeSignal.Thanks),
            Content = evidence.Content + Count(query, OutcomeSignal.Content),
            Complaints = evidence.Complaints + Count(query, OutcomeSignal.Complaint),
            WantsPerson = evidence.WantsPerson || query.HasFlag(OutcomeSignal.WantsPerson),
            HandedOff = evidence.HandedOff || answer.HasFlag(OutcomeSignal.HandOff),
            Done = evidence.Done + Count(answer, OutcomeSignal.Done),
            Helpless = evidence.Helpless + Count(answer, OutcomeSignal.Helpless),
        };
    }

    private static int Count(OutcomeSignal signals, OutcomeSignal one) => (signals & one) != 0 ? 1 : 0;

    // Three quarters of the words in common with one of the last questions.
    private static bool Repeats(string? query, List<uint[]> asked)
    {
        if (string.IsNullOrEmpty(query))
        {
            return false;
        }

        var words = WordsOf(query);
        var same = words.Length >= LeastWords && asked.Exists(earlier => Shared(words, earlier) >= SameShare * Math.Max(words.Length, earlier.Length));
        if (asked.Count == MostCompared)
        {
            asked.RemoveAt(0);
        }

        asked.Add(words);
        return same;
    }

    private static uint[] WordsOf(string query)
    {
        var units = ModelScratch.OfThread.Units;
        units.Clear();
        units.Add(query, _words);
        var words = new SortedSet<uint>();
        foreach (ref readonly var unit in units.Units)
        {
            words.Add(unit.Hash);
        }

        return [.. words];
    }

    private static int Shared(uint[] one, uint[] other)
    {
        var (i, j, shared) = (0, 0, 0);
        while (i < one.Length && j < other.Length)
        {
            (i, j, shared) = one[i].CompareTo(other[j]) switch
            {
                0 => (i + 1, j + 1, shared + 1),
                < 0 => (i + 1, j, shared),
                _ => (i, j + 1, shared),
            };
        }

        return shared;
    }
}
