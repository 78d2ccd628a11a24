using Colloquy.Categorisers.Learning;
using Colloquy.Categorisers.Learning.Features;
using Colloquy.Categorisers.Learning.Models;
using Colloquy.Categorisers.Learning.Training;
using Colloquy.Model;
using CsCheck;

namespace Colloquy.Tests.Categorisers.Learning;

/// <summary>What every prediction is, whatever the text.</summary>
public sealed class TextModelTests
{
    private static readonly TextModel _intents = SomeExamples.Train(LabelKind.Intent, SomeExamples.Intents, 1, 2);
    private static readonly TextModel _manyIntents = SomeExamples.Train(LabelKind.Intent, SomeExamples.ManyIntents, 1, 2);
    private static readonly TextModel _feelings = SomeExamples.Train(LabelKind.Sentiment, SomeExamples.Feelings, 1, 2);
    private static readonly TextModel _topics = SomeExamples.Train(LabelKind.Topic, SomeExamples.Topics, 1, 2);

    [Fact]
    public void Probabilities_lie_between_0_and_1_and_the_best_is_the_greatest() => Gen.String.Sample(text =>
    {
        foreach (var model in (TextModel[])[_intents, _manyIntents, _feelings, _topics, ShippedModels.Language])
        {
            var probabilities = new float[model.Labels.Length];
            var prediction = model.Predict(text, probabilities);
            Assert.All(probabilities, p => Assert.InRange(p, 0f, 1f));
            Assert.Equal(probabilities.Max(), prediction.Score);
            Assert.Equal(prediction.Score, probabilities[prediction.Best]);
            if (!model.Manifest.Several)
            {
                Assert.Equal(1, probabilities.Sum(), 1e-3);
            }
        }
    });

    [Fact]
    public void Predicting_allocates_nothing()
    {
        var probabilities = new float[_manyIntents.Labels.Length];
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

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.95)]
    public void What_is_claimed_of_sure_and_familiar_texts_alone_is_what_is_predicted_of_all(float least)
    {
        var sure = 0;
        foreach (var (model, examples) in ((TextModel, List<Example>)[])[(_intents, SomeExamples.Intents), (_topics, SomeExamples.Topics)])
        {
            var (one, other) = (new float[model.Labels.Length], new float[model.Labels.Length]);
            foreach (var text in examples.Select(e => e.Text).Append("zzz qqq"))
            {
                var units = new TextUnits();
                units.Add(text, model.Manifest.Features);
                var expected = model.Predict(units, one);
                var claimed = model.PredictIfSure(units, least, other);
                Assert.Equal(model.IsStrange(expected) || expected.Score < least ? null : expected, claimed);
                sure += claimed is null ? 0 : 1;
            }
        }

        Assert.True(least > 0.9f || sure > 0);
    }

    [Fact]
    public void A_text_of_unknown_words_is_strange()
    {
        var probabilities = new float[_intents.Labels.Length];
        Assert.True(_intents.IsStrange(_intents.Predict("zzz qqq xxx", probabilities)));
        Assert.False(_intents.IsStrange(_intents.Predict("please play some jazz", probabilities)));
    }

    [Fact]
    public void Of_a_strange_text_the_taxonomy_says_the_topic()
    {
        var probabilities = new float[_topics.Labels.Length];
        var prediction = _topics.Predict("Gibt es in diesem Hotel ein Doppelzimmer mit Frühstück?", probabilities);
        Assert.Equal("hotels", _topics.Labels[prediction.Best]);
        Assert.False(prediction.Abstains);
    }

    [Theory]
    [InlineData(LabelKind.Language, "où est la gare, s'il vous plaît ?", "fr")]
    [InlineData(LabelKind.Topic, "book a room in a hotel in paris for two nights\nthe hotel is booked for you", "hotels")]
    [InlineData(LabelKind.Intent, "what is my account balance", "balance")]
    [InlineData(LabelKind.Sentiment, "this is wonderful, i love it", "positive")]
    public void The_shipped_models_answer(string kind, string text, string label)
    {
        var model = ShippedModels.Of(kind);
        Assert.Equal(label, model.Labels[model.Predict(text, new float[model.Labels.Length]).Best]);
    }
}
