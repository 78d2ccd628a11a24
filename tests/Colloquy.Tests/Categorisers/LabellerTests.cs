using System.Collections.Immutable;
using Colloquy.Categorisers;
using Colloquy.Categorisers.Languages;
using Colloquy.Categorisers.Models;
using Colloquy.Categorisers.Outcomes;
using Colloquy.Categorisers.PersonalData;
using Colloquy.Categorisers.Taxonomies;
using Colloquy.Model;
using Colloquy.TestKit;

namespace Colloquy.Tests.Categorisers;

public sealed class LabellerTests
{
    [Fact]
    public void Labels_come_conversation_first_then_by_turn_kind_and_value()
    {
        var labels = new Labeller([new Fixed("b", "2"), new Fixed("a", "1")]).Label(Some.Queries("x", "y"));
        Assert.Equal(
            ["- intent z a", "- intent z b", "- topic a a", "- topic a b", "1 sentiment s a", "1 sentiment s b", "2 intent Z a", "2 intent Z b", "2 intent a a", "2 intent a b"],
            labels.Select(l => $"{l.Turn?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-"} {l.Kind} {l.Value} {l.Classifier}"));
    }

    [Fact]
    public void Revision_names_every_categoriser_with_its_revision() =>
        Assert.Equal("b@2 a@1", new Labeller([new Fixed("b", "2"), new Fixed("a", "1")]).Revision);

    [Fact]
    public void Two_categorisers_of_one_name_are_refused() =>
        Assert.Throws<ArgumentException>(() => new Labeller([new Fixed("a", "1"), new Fixed("a", "2")]));

    [Fact]
    public void A_later_categoriser_sees_what_an_earlier_one_said()
    {
        var seen = new List<string>();
        new Labeller([new LanguageCategoriser(ShippedModels.Language), new Spy(seen)]).Label(Some.Queries("Guten Tag, ich möchte ein Zimmer buchen."));
        Assert.Equal(["de"], seen);
    }

    [Fact]
    public void Of_a_text_a_million_characters_are_read_and_no_half_of_a_pair()
    {
        var seen = new List<int>();
        var text = "x" + string.Concat(Enumerable.Repeat("😀", 1 << 19)) + "behind";
        new Labeller([new Lengths(seen)]).Label(Some.Queries(text, text[..(1 << 20)]));
        Assert.Equal([(1 << 20) - 1, 1 << 20], seen);
    }

    [Fact]
    public void A_conversation_without_messages_has_no_labels() =>
        Assert.Empty(new Labeller([new LanguageCategoriser(ShippedModels.Language), new TaxonomyCategoriser(Taxonomy.Default)]).Label(Some.Queries()));

    [Fact]
    public void One_and_eight_threads_give_the_same_labels()
    {
        string[] said = ["I want to book a hotel", "no problem, thanks", "das Passwort geht nicht", "我要退款，很不满意", "ไม่ดีเลย", "hello", "what is the price?", "", "👍", "c'est parfait, merci"];
        var random = new Random(11);
        var threads = Enumerable.Range(0, 300).Select(_ => Some.Queries(random.GetItems(said, random.Next(9)))).ToArray();
        var labeller = new Labeller([new LanguageCategoriser(ShippedModels.Language), new TaxonomyCategoriser(Taxonomy.Default)]);
        var one = threads.Select(t => Shown(labeller.Label(t))).ToArray();
        var eight = new string[threads.Length];
        Parallel.For(0, threads.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => eight[i] = Shown(labeller.Label(threads[i])));
        Assert.Equal(one, eight);
    }

    [Fact]
    public void Labelling_again_asks_the_first_changed_categoriser_and_those_after_it()
    {
        var old = new Labeller([new Counter("a", "1"), new Counter("b", "1"), new Counter("c", "1")]);
        var thread = Some.Queries("x");
        Counter[] now = [new("a", "1"), new("b", "2"), new("c", "1")];
        Assert.Equal(["a 1", "b 2", "c 1"], new Labeller([.. now]).LabelAgain(thread, old.Label(thread), old.Revision).Select(l => $"{l.Value} {l.Revision}"));
        Assert.Equal([0, 1, 1], now.Select(c => c.Asked));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a@12 b@1")]
    [InlineData("b@1 a@1")]
    [InlineData("a@")]
    public void Labelling_again_keeps_nothing_of_a_revision_that_begins_otherwise(string revision)
    {
        Counter[] now = [new("a", "1"), new("b", "1")];
        ImmutableArray<Label> said = [new(null, LabelKind.Topic, "old", 1, "a", "1", [])];
        Assert.Equal(["a", "b"], new Labeller([.. now]).LabelAgain(Some.Queries("x"), said, revision).Select(l => l.Value));
        Assert.Equal([1, 1], now.Select(c => c.Asked));
    }

    [Fact]
    public void Labelling_again_with_another_taxonomy_gives_what_labelling_anew_gives()
    {
        string[] said = ["I want to book a hotel", "no problem, thanks", "das Passwort geht nicht", "我要退款，很不满意", "hello", "my card was charged twice", "my loyalty points are gone", "", "c'est parfait, merci"];
        var random = new Random(12);
        ICategoriser[] others =
        [
            new LanguageCategoriser(ShippedModels.Language), ShippedModels.CategoriserOf(LabelKind.Intent), new OutcomeCategoriser(),
            new PersonalDataCategoriser(),
        ];
        var mine = Taxonomy.Parse("version: '1'\ntopics:\n  loyalty:\n    en: [loyalty points]\n"u8, "mine.yaml");
        var before = new Labeller([.. others, new TaxonomyCategoriser(Taxonomy.Default)]);
        var after = new Labeller([.. others, new TaxonomyCategoriser(mine)]);
        var changed = 0;
        foreach (var thread in Enumerable.Range(0, 100).Select(_ => Some.Queries(random.GetItems(said, random.Next(1, 9)))))
        {
            var again = after.LabelAgain(thread, before.Label(thread), before.Revision);
            Assert.Equal(Shown(after.Label(thread)), Shown(again));
            changed += Shown(before.Label(thread)) == Shown(again) ? 0 : 1;
        }

        Assert.InRange(changed, 50, 100);
    }

    private static string Shown(ImmutableArray<Label> labels) =>
        string.Join('\n', labels.Select(l => FormattableString.Invariant($"{l.Turn} {l.Kind} {l.Value} {l.Score:R} {string.Join('|', l.Evidence)}")));

    private sealed class Fixed(string name, string revision) : ICategoriser
    {
        public string Name => name;

        public string Revision => revision;

        public void Label(ConversationContext context, CancellationToken cancellationToken = default)
        {
            context.Add(new(2, LabelKind.Intent, "a", 1, name, revision, []));
            context.Add(new(2, LabelKind.Intent, "Z", 1, name, revision, []));
            context.Add(new(null, LabelKind.Topic, "a", 1, name, revision, []));
            context.Add(new(1, LabelKind.Sentiment, "s", 1, name, revision, []));
            context.Add(new(null, LabelKind.Intent, "z", 1, name, revision, []));
        }
    }

    /// <summary>Says its name and counts how often it was asked.</summary>
    private sealed class Counter(string name, string revision) : ICategoriser
    {
        public int Asked { get; private set; }

        public string Name => name;

        public string Revision => revision;

        public void Label(ConversationContext context, CancellationToken cancellationToken = default)
        {
            Asked++;
            context.Add(new(null, LabelKind.Topic, name, 1, name, revision, []));
        }
    }

    private sealed class Lengths(List<int> seen) : ICategoriser
    {
        public string Name => "lengths";

        public string Revision => "1";

        public void Label(ConversationContext context, CancellationToken cancellationToken = default) =>
            seen.AddRange(context.Turns.Select(turn => turn.Message.Query!.Length));
    }

    private sealed class Spy(List<string> seen) : ICategoriser
    {
        public string Name => "spy";

        public string Revision => "1";

        public void Label(ConversationContext context, CancellationToken cancellationToken = default) =>
            seen.AddRange(context.Labels.Select(l => l.Value));
    }
}
