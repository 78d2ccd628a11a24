using Colloquy.Categorisers.Learning;
using Colloquy.Categorisers.Models;
using Colloquy.Categorisers.Taxonomies;
using Colloquy.Model;
using CsCheck;

namespace Colloquy.Tests.Categorisers.Learning;

/// <summary>What every prediction is, whatever the text.</summary>
public sealed class TextClassifierTests
{
    private static readonly TextClassifier _intents = Trained(LabelKind.Intent, SomeExamples.Intents);
    private static readonly TextClassifier _manyIntents = Trained(LabelKind.Intent, SomeExamples.ManyIntents);
    private static readonly TextClassifier _feelings = Trained(LabelKind.Sentiment, SomeExamples.Feelings);
    private static readonly TextClassifier _topics = Trained(LabelKind.Topic, SomeExamples.Topics);
    private static readonly TextClassifier _languages = new(ShippedModels.Language);

    [Fact]
    public void Probabilities_lie_between_0_and_1_and_the_best_is_the_greatest() => Gen.String.Sample(text =>
    {
        foreach (var classifier in (TextClassifier[])[_intents, _manyIntents, _feelings, _topics, _languages])
        {
            var probabilities = new float[classifier.Model.Labels.Length];
            var prediction = classifier.Predict(text, probabilities);
            Assert.All(probabilities, p => Assert.InRange(p, 0f, 1f));
            Assert.Equal(probabilities.Max(), prediction.Score);
            Assert.Equal(prediction.Score, probabilities[prediction.Best]);
            if (!classifier.Model.Manifest.Several)
            {
                Assert.Equal(1, probabilities.Sum(), 1e-3);
            }
        }
    });

    [Fact]
    public void Predicting_allocates_nothing()
    {
        var probabilities = new float[_manyIntents.Model.Labels.Length];
        string[] texts = [.. SomeExamples.Intents.Select(e => e.Text)];
        Predict();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Predict();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Predict()
        {
            foreach (var text in texts)
            {
                _intents.Predict(text, probabilities);
                _manyIntents.Predict(text, probabilities);
                _feelings.Predict(text, probabilities);
            }
        }
    }

    [Fact]
    public void A_text_of_unknown_words_is_strange()
    {
        var probabilities = new float[_intents.Model.Labels.Length];
        Assert.True(_intents.Model.IsStrange(_intents.Predict("zzz qqq xxx", probabilities)));
        Assert.False(_intents.Model.IsStrange(_intents.Predict("please play some jazz", probabilities)));
    }

    [Fact]
    public void Of_a_strange_text_the_taxonomy_says_the_topic()
    {
        var probabilities = new float[_topics.Model.Labels.Length];
        var prediction = _topics.Predict("Gibt es in diesem Hotel ein Doppelzimmer mit Frühstück?", probabilities);
        Assert.Equal("hotels", _topics.Model.Labels[prediction.Best]);
        Assert.False(prediction.Abstains);
    }

    [Fact]
    public void Without_a_taxonomy_the_model_labels_strange_texts_too()
    {
        var (alone, text) = (new TextClassifier(_topics.Model), "Gibt es in diesem Hotel ein Doppelzimmer mit Frühstück?");
        var (expected, probabilities) = (new float[_topics.Model.Labels.Length], new float[_topics.Model.Labels.Length]);
        _topics.Model.Predict(text, new ModelMemory(), expected);
        Assert.True(alone.Model.IsStrange(alone.Predict(text, probabilities)));
        Assert.Equal(expected, probabilities);
    }

    [Fact]
    public void Too_few_probabilities_are_refused() =>
        Assert.Throws<ArgumentException>(() => _intents.Predict("play some jazz", new float[_intents.Model.Labels.Length - 1]));

    [Theory]
    [InlineData(LabelKind.Language, "où est la gare, s'il vous plaît ?", "fr")]
    [InlineData(LabelKind.Topic, "book a room in a hotel in paris for two nights\nthe hotel is booked for you", "hotels")]
    [InlineData(LabelKind.Intent, "what is my account balance", "balance")]
    [InlineData(LabelKind.Sentiment, "this is wonderful, i love it", "positive")]
    public void The_shipped_models_answer(string kind, string text, string label)
    {
        var model = ShippedModels.Of(kind);
        var classifier = new TextClassifier(model, ShippedModels.Language, Taxonomy.Default);
        Assert.Equal(label, model.Labels[classifier.Predict(text, new float[model.Labels.Length]).Best]);
    }

    private static TextClassifier Trained(string kind, List<Example> examples) =>
        new(SomeExamples.Train(kind, examples, 1, 2), ShippedModels.Language, Taxonomy.Default);
}
