using System.Collections.Immutable;
using System.Globalization;
using Colloquy.Analyse;
using Colloquy.Categorisers;
using Colloquy.Model;
using Xunit;

namespace Colloquy.TestKit.Contracts;

/// <summary>What every categoriser keeps. Derive, and say how to make one and which conversation it has something to say about.</summary>
public abstract class CategoriserContract
{
    protected abstract ICategoriser Create();

    /// <summary>Whether it has something to say of a conversation in which nothing is said.</summary>
    protected virtual bool JudgesSilence => false;

    /// <summary>A conversation that it labels.</summary>
    protected abstract ConversationThread Telling { get; }

    /// <summary>What earlier categorisers said about it.</summary>
    protected virtual IReadOnlyList<Label> Earlier => [];

    [Fact]
    public void Name_and_revision_are_there_and_the_same_in_every_instance()
    {
        Assert.NotEmpty(Create().Name);
        Assert.NotEmpty(Create().Revision);
        Assert.Equal((Create().Name, Create().Revision), (Create().Name, Create().Revision));
    }

    [Fact]
    public void A_label_is_a_claim_with_kind_value_score_origin_and_an_existing_turn()
    {
        var categoriser = Create();
        var labels = LabelsOf(categoriser, Telling);
        Assert.NotEmpty(labels);
        Assert.All(labels, l =>
        {
            Assert.True(LabelKind.Find(l.Kind) is { } kind && (l.Turn is null || kind.IsOfTurns), $"{l.Turn} {l.Kind}");
            Assert.NotEmpty(l.Value);
            Assert.InRange(l.Score, float.Epsilon, 1f);
            Assert.Equal((categoriser.Name, categoriser.Revision), (l.Classifier, l.Revision));
            Assert.True(l.Turn is null || (l.Turn >= 1 && l.Turn <= Telling.Messages.Length));
            Assert.False(l.Evidence.IsDefault);
            Assert.All(l.Turn is null ? l.Evidence : [], e =>
                Assert.InRange(int.Parse(Assert.Single(e.Split("turn:", StringSplitOptions.RemoveEmptyEntries)), CultureInfo.InvariantCulture), 1, Telling.Messages.Length));
        });
    }

    [Fact]
    public void No_claim_is_made_twice()
    {
        var labels = LabelsOf(Create(), Telling);
        Assert.Equal(labels.Length, labels.DistinctBy(l => (l.Turn, l.Kind, l.Value)).Count());
    }

    [Fact]
    public void Labels_of_earlier_categorisers_stay_as_they_are()
    {
        Label earlier = new(1, LabelKind.Intent, "earlier", 0.5f, "another", "7", ["x"]);
        var context = new ConversationContext(Telling.Conversation, TurnTree.Build(Telling.Messages), [earlier]);
        Create().Label(context);
        Assert.Same(earlier, context.Labels[0]);
        Assert.All(context.Labels.Skip(1), l => Assert.NotEqual("another", l.Classifier));
    }

    [Fact]
    public void The_same_turns_get_the_same_labels_whatever_was_labelled_before()
    {
        var categoriser = Create();
        var expected = LabelsOf(Create(), Telling);
        LabelsOf(categoriser, Some.Queries("bonjour", "je voudrais un hôtel", "不满意 refund 👍"));
        LabelsOf(categoriser, Some.Queries(new string('a', 10_000)));
        AssertSame(expected, LabelsOf(categoriser, Telling));
    }

    [Fact]
    public void One_instance_gives_the_same_labels_on_eight_threads()
    {
        var categoriser = Create();
        var expected = LabelsOf(categoriser, Telling);
        var found = new ImmutableArray<Label>[400];
        Parallel.For(0, found.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            LabelsOf(categoriser, Some.Queries($"hello {i}", "I want a refund"));
            found[i] = LabelsOf(categoriser, Telling);
        });
        Assert.All(found, labels => AssertSame(expected, labels));
    }

    [Fact]
    public void Only_what_was_said_counts_not_ids_times_or_costs()
    {
        var other = Telling with
        {
            Conversation = Telling.Conversation with { Id = "other", AppId = "app", CreatedAt = DateTimeOffset.UnixEpoch, FromEndUserId = "somebody" },
            Messages = [.. Telling.Messages.Select((m, i) => m with
            {
                Id = $"z{i:D6}",
                ParentMessageId = i == 0 ? null : $"z{i - 1:D6}",
                CreatedAt = DateTimeOffset.UnixEpoch.AddDays(i),
                TotalPrice = 3.5m,
                Currency = "USD",
                MessageTokens = 12,
                ModelId = "gpt-4o",
                Latency = 2,
            })],
            Version = 9,
        };
        AssertSame(LabelsOf(Create(), Telling), LabelsOf(Create(), other));
    }

    [Fact]
    public void A_conversation_without_turns_gets_no_labels() =>
        Assert.Empty(LabelsOf(Create(), Some.Queries(), alone: true));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   \n\t ")]
    [InlineData("...!!!,,,")]
    [InlineData("\0\u0001\uFFFF\uFFFE")]
    [InlineData("\u0301\u0301\u200D\uFE0F")]
    public void A_query_that_says_nothing_gets_no_labels(string? query) =>
        Assert.All(LabelsOf(Create(), Some.Queries(query, query), alone: true), l => Assert.True(JudgesSilence && l.Turn is null));

    [Fact]
    public void Broken_surrogates_are_read_without_complaint() =>
        LabelsOf(Create(), Some.Queries("\uD83D hello \uDE00\uDE00 world \uD83D"));

    private ImmutableArray<Label> LabelsOf(ICategoriser categoriser, ConversationThread thread, bool alone = false)
    {
        var context = new ConversationContext(thread.Conversation, TurnTree.Build(thread.Messages), alone ? [] : Earlier);
        var before = context.Labels.Count;
        categoriser.Label(context);
        return [.. context.Labels.Skip(before)];
    }

    private static void AssertSame(IReadOnlyList<Label> expected, IReadOnlyList<Label> actual) =>
        Assert.Equal(expected.Select(Shown), actual.Select(Shown));

    private static string Shown(Label l) =>
        string.Create(CultureInfo.InvariantCulture, $"{l.Turn} {l.Kind} {l.Value} {l.Score:R} {l.Classifier} {l.Revision} {string.Join('|', l.Evidence)}");
}
