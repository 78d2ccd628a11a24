using System.Runtime.InteropServices;
using Colloquy.Categorisers.Languages;
using Colloquy.Categorisers.Matching;

namespace Colloquy.Categorisers.Taxonomies;

/// <summary>
/// Labels topics, intents and sentiment by the phrases of a <see cref="Taxonomy"/>. A turn is labelled by its query alone. The topics of a
/// conversation come from the queries of the active branch and, with a lower weight, from its answers and the name of the conversation; its
/// intents from all queries; its sentiment from the queries, the last one counting twice as much as the first. Without evidence there is no
/// label. Scores approach 1 as evidence grows, but are not probabilities. If earlier categorisers have given a turn or the conversation a
/// label of some kind, no label of that kind is added.
/// </summary>
/// <param name="taxonomy">The categories and their phrases.</param>
public sealed class TaxonomyCategoriser(Taxonomy taxonomy) : ICategoriser
{
    /// <summary>The least evidence for a label, in hundredths: one phrase of weight 1.</summary>
    internal const int LeastEvidence = 100;

    /// <summary>The most evidence that one turn can give for a category of its conversation, in hundredths.</summary>
    internal const int MostOfTurn = 300;

    private const int AnswerPercent = 40;
    private const int NamePercent = 50;

    /// <summary>Further topics of a conversation need at least this share of the evidence for its best one, in percent.</summary>
    internal const int TopicPercentOfConversation = 25;

    /// <summary>The same for a turn, which usually has a single topic.</summary>
    private const int TopicPercentOfTurn = 75;

    /// <summary>Positive and negative together make mixed if the weaker has at least this share of the stronger, in percent.</summary>
    private const int MixedPercent = 50;

    private const int MostEvidence = 5;
    private const int AnswerCharactersForLanguage = 120;

    /// <inheritdoc/>
    public string Name => "taxonomy";

    /// <summary>The version of the algorithm, and the revision of the taxonomy.</summary>
    public string Revision { get; } = $"2:{taxonomy.Revision}";

    private TaxonomyReader Reader => taxonomy.Reader;

    /// <inheritdoc/>
    public void Label(ConversationContext context, CancellationToken cancellationToken = default)
    {
        var turns = context.Turns;
        if (turns.IsEmpty)
        {
            return;
        }

        var evidence = context.Workspace.Get<ConversationEvidence>();
        evidence.Begin(Reader.Categories.Length);
        evidence.Take(context.Labels);
        var answerLanguage = Reader.HasTopics ? LanguageOfAnswers(context, evidence.Answers, cancellationToken) : null;
        var active = 0;
        foreach (var turn in turns)
        {
            active += turn.Active ? 1 : 0;
        }

        var position = 0;
        string? previous = null;
        for (var i = 0; i < turns.Length; i++)
        {
            var turn = turns[i];
            var query = turn.Message.Query;
            var (text, language) = (context.ReadQuery(i, cancellationToken), context.LanguageOf(turn.Number));
            Reader.Read(text, language, Speaker.User, evidence.Reading, cancellationToken);
            LabelTurn(turn.Number, evidence, context);
            if (!turn.Active)
            {
                continue;
            }

            // After a failed message users often send the same one again.
            if (query != previous)
            {
                foreach (var finding in evidence.Reading.Findings)
                {
                    var late = Reader.KindOf(finding.Category) == TaxonomyReader.Sentiment && active > 1
                        ? 100 + (100 * position / (active - 1))
                        : 100;
                    evidence.AddToConversation(finding.Category, turn.Number, finding.Weight * late / 100, MostOfTurn * late / 100);
                }
            }

            previous = query;
            position++;
            if (Reader.HasTopics)
            {
                var answer = context.ReadAnswer(i, cancellationToken);
                AddTopics(answer, answerLanguage, Speaker.Assistant, turn.Number, AnswerPercent, evidence, cancellationToken);
            }
        }

        if (Reader.HasTopics)
        {
            var name = context.Workspace.Texts.Of(context.Conversation.Name, cancellationToken);
            AddTopics(name, context.Language, Speaker.User, null, NamePercent, evidence, cancellationToken);
        }

        LabelConversation(evidence, context);
    }

    private void AddTopics(
        TextReading text,
        string? language,
        Speaker speaker,
        int? turn,
        int percent,
        ConversationEvidence evidence,
        CancellationToken cancellationToken)
    {
        Reader.Read(text, language, speaker, evidence.Reading, cancellationToken);
        foreach (var finding in evidence.Reading.Findings)
        {
            if (Reader.KindOf(finding.Category) == TaxonomyReader.Topic)
            {
                evidence.AddToConversation(finding.Category, turn, finding.Weight * percent / 100, MostOfTurn * percent / 100);
            }
        }
    }

    private void LabelTurn(int turn, ConversationEvidence evidence, ConversationContext context)
    {
        var findings = evidence.Reading.Findings;
        if (findings.Count == 0)
        {
            return;
        }

        evidence.SumTurn();
        foreach (var (category, weight) in Choose(evidence, evidence.OfTurn, TopicPercentOfTurn))
        {
            if (evidence.IsTaken(turn, Reader.KindOf(category)))
            {
                continue;
            }

            context.Add(Claim(turn, category, weight, TurnEvidence(findings, category)));
        }
    }

    private void LabelConversation(ConversationEvidence evidence, ConversationContext context)
    {
        foreach (var (category, weight) in Choose(evidence, evidence.OfConversation, TopicPercentOfConversation))
        {
            if (evidence.IsTaken(null, Reader.KindOf(category)))
            {
                continue;
            }

            context.Add(Claim(null, category, weight, category == Reader.Mixed
                ? evidence.StrongestTurns(MostEvidence, Reader.Mixed, Reader.Positive, Reader.Negative)
                : evidence.StrongestTurns(MostEvidence, category)));
        }
    }

    private Label Claim(int? turn, int category, int weight, ImmutableArray<string> evidence)
    {
        var named = Reader.Categories[category];
        var score = (float)Math.Round(weight / (weight + 100.0), 2);
        return new Label(turn, named.Kind, named.Value, score, Name, Revision, evidence);
    }

    private List<(int Category, int Weight)> Choose(ConversationEvidence evidence, ConversationEvidence.Sums sums, int topicPercent)
    {
        var bestTopic = 0;
        var sentiment = -1;
        foreach (var category in sums.Touched)
        {
            var weight = sums.Weight[category];
            switch (Reader.KindOf(category))
            {
                case TaxonomyReader.Topic:
                    bestTopic = Math.Max(bestTopic, weight);
                    break;
                case TaxonomyReader.Sentiment when sentiment < 0
                    || weight > sums.Weight[sentiment]
                    || (weight == sums.Weight[sentiment] && category < sentiment):
                    sentiment = category;
                    break;
                default:
                    break;
            }
        }

        var chosen = evidence.Chosen;
        chosen.Clear();
        foreach (var category in sums.Touched)
        {
            var weight = sums.Weight[category];
            var kind = Reader.KindOf(category);
            var prevails = kind == TaxonomyReader.Intent
                || (kind == TaxonomyReader.Topic && weight * 100 >= bestTopic * topicPercent);
            if (weight >= LeastEvidence && prevails)
            {
                chosen.Add((category, weight));
            }
        }

        if (sentiment >= 0 && sums.Weight[sentiment] >= LeastEvidence)
        {
            var (positive, negative) = (sums.Of(Reader.Positive), sums.Of(Reader.Negative));
            var mixed = Reader.Mixed >= 0 && (sentiment == Reader.Positive || sentiment == Reader.Negative)
                && Math.Min(positive, negative) * 100 >= Math.Max(positive, negative) * MixedPercent;
            chosen.Add(mixed ? (Reader.Mixed, positive + negative) : (sentiment, sums.Weight[sentiment]));
        }

        return chosen;
    }

    private ImmutableArray<string> TurnEvidence(List<Finding> findings, int category)
    {
        var count = 0;
        var first = -1;
        foreach (var finding in findings)
        {
            if (Speaks(finding, category))
            {
                first = count++ == 0 ? finding.Meaning : first;
            }
        }

        if (count <= 1)
        {
            return first < 0 ? [] : Reader.EvidenceOf(first);
        }

        var phrases = new string[Math.Min(count, MostEvidence)];
        var at = 0;
        foreach (var finding in findings)
        {
            if (at < phrases.Length && Speaks(finding, category))
            {
                phrases[at++] = Reader.EvidenceOf(finding.Meaning)[0];
            }
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(phrases);
    }

    private bool Speaks(Finding finding, int category) =>
        finding.Category == category
        || (category == Reader.Mixed && (finding.Category == Reader.Positive || finding.Category == Reader.Negative));

    // Assistants may answer in another language than the user writes.
    private static string? LanguageOfAnswers(ConversationContext context, LanguageProfile profile, CancellationToken cancellationToken)
    {
        var turns = context.Turns;
        profile.Clear();
        var read = 0;
        for (var i = 0; i < turns.Length && read < AnswerCharactersForLanguage; i++)
        {
            if (turns[i] is { Active: true, Message.Answer: { } answer })
            {
                var head = answer.AsSpan(0, Math.Min(answer.Length, AnswerCharactersForLanguage - read));
                var reading = head.Length == answer.Length
                    ? context.ReadAnswer(i, cancellationToken)
                    : context.Workspace.Texts.Of(head, cancellationToken);
                LanguageDetector.Read(head, reading, profile, cancellationToken);
                read += head.Length;
            }
        }

        var (language, _) = LanguageDetector.Decide(profile);
        return language < 0 ? context.Language : LanguageDetector.Languages[language];
    }
}
