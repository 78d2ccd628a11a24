using Colloquy.Categorisers;
using Colloquy.Categorisers.Models;
using Colloquy.Categorisers.Taxonomies;
using Colloquy.Model;
using Colloquy.TestKit;
using Colloquy.TestKit.Contracts;
using Colloquy.Tests.Categorisers.Learning;

namespace Colloquy.Tests.Categorisers.Models;

/// <summary>How a trained model labels turns and conversations.</summary>
public sealed class ModelCategoriserTests : CategoriserContract
{
    private static readonly TextModel _intents = SomeExamples.Train(LabelKind.Intent, SomeExamples.Intents, 1, 2);
    private static readonly Label _english = new(null, LabelKind.Language, "en", 1, "test", "1", []);

    protected override ConversationThread Telling { get; } = Some.Dialogue(
        ("please book a flight to rome", "It is booked."), ("can you play some jazz", "Here it is."), ("please fly to oslo on friday", null));

    protected override IReadOnlyList<Label> Earlier => [_english];

    protected override ICategoriser Create() => new ModelCategoriser(_intents);

    [Fact]
    public void A_conversation_has_the_intents_of_its_turns_with_the_turns_as_evidence()
    {
        var labels = Labels([_english], Telling);
        Assert.Equal([(1, "book_flight"), (2, "play_music"), (3, "book_flight")], labels.Where(l => l.Turn is not null).Select(l => (l.Turn!.Value, l.Value)));
        Assert.Equal(["turn:1", "turn:3"], labels.Single(l => l is { Turn: null, Value: "book_flight" }).Evidence);
    }

    [Fact]
    public void Its_revision_is_known_without_reading_the_weights()
    {
        var read = 0;
        var model = new TextModel(_intents.Manifest, () =>
        {
            read++;
            return new(_intents.Space, _intents.Weights, _intents.Hidden);
        });
        var categoriser = new ModelCategoriser(model);
        Assert.Equal((Create().Revision, 0), (new Labeller([categoriser]).Revision.Split('@')[1], read));
        model.Prepare();
        model.Prepare();
        Assert.Equal(1, read);
    }

    [Fact]
    public void In_a_language_that_was_not_learnt_nothing_is_said() =>
        Assert.Empty(Labels([_english with { Value = "fr" }], Telling));

    [Fact]
    public void Of_strange_texts_nothing_is_said() => Assert.Empty(Labels([_english], Some.Queries("zzz qqq xxx")));

    [Fact]
    public void What_the_model_said_the_taxonomy_does_not_say_again()
    {
        var labeller = new Labeller([new Said(_english), new ModelCategoriser(_intents), new TaxonomyCategoriser(Taxonomy.Default)]);
        var labels = labeller.Label(Some.Queries("please play some jazz", "I want to cancel my order, this is terrible"));
        Assert.Equal(["trained-intent"], labels.Where(l => l is { Turn: 1, Kind: LabelKind.Intent }).Select(l => l.Classifier));
        Assert.All(labels.Where(l => l is { Turn: 2, Kind: LabelKind.Intent }), l => Assert.Equal("taxonomy", l.Classifier));
        Assert.Contains(labels, l => l is { Turn: 2, Kind: LabelKind.Sentiment, Value: "negative" });
    }

    private static List<Label> Labels(IReadOnlyList<Label> said, ConversationThread thread)
    {
        var context = new ConversationContext(thread.Conversation, Colloquy.Analyse.TurnTree.Build(thread.Messages), said);
        new ModelCategoriser(_intents).Label(context);
        return [.. context.Labels.Skip(said.Count)];
    }

    private sealed class Said(Label label) : ICategoriser
    {
        public string Name => "said";

        public string Revision => "1";

        public void Label(ConversationContext context, CancellationToken cancellationToken = default) => context.Add(label);
    }
}
